import type { Family, Origin, Status } from './trials';
import {
  FAMILY_NAMES,
  FIELD_NAMES,
  LOWER_IS_BETTER,
  METRIC_NAMES,
  OBJECTIVE_NAMES,
  OBJECTIVE_UNITS,
  TASK_NAMES,
  type Action,
  type DataWarning,
  type RunState,
  type SearchSpec
} from './wire/wire';

export type Metric = SearchSpec['metric'];
export type SecondObjective = keyof typeof OBJECTIVE_NAMES;

const STATUS_WORDS: Record<Status, string> = {
  running: 'running',
  ok: 'ok',
  failed: 'failed',
  timeout: 'out of time',
  memout: 'out of memory',
  pruned: 'pruned',
  cancelled: 'waiting again'
};

const ORIGIN_WORDS: Record<Origin, string> = {
  default: 'the default',
  portfolio: 'a proven setting',
  smac: 'SMAC',
  agent: 'the agent',
  human: 'you',
  random: 'a random draw'
};

const WARNING_WORDS: Record<DataWarning['kind'], string> = {
  id: 'Looks like an id',
  constant: 'Constant',
  high_cardinality: 'Many values',
  leak: 'Possible leak',
  imbalance: 'Imbalance',
  date: 'Date',
  group: 'Repeated groups',
  missing_target: 'Missing target',
  mixed_types: 'Mixed types',
  too_large: 'Too large',
  duplicates: 'Duplicates',
  small: 'Small table',
  wide: 'Wide table'
};

export const metricWord = (metric: Metric) => METRIC_NAMES[metric];
export const familyWord = (family: Family) => FAMILY_NAMES[family];
export const statusWord = (status: Status) => STATUS_WORDS[status];
export const originWord = (origin: Origin) => ORIGIN_WORDS[origin];
export const objectiveWord = (objective: SecondObjective) => OBJECTIVE_NAMES[objective];
export const objectiveUnit = (objective: SecondObjective) => OBJECTIVE_UNITS[objective];
export const taskWord = (task: SearchSpec['task']) => TASK_NAMES[task];
export const warningWord = (kind: DataWarning['kind']) => WARNING_WORDS[kind];
export const fieldWord = (field: string) => FIELD_NAMES[field as keyof SearchSpec] ?? field.replaceAll('_', ' ');
export const lowerIsBetter = (metric: Metric) => (LOWER_IS_BETTER as readonly string[]).includes(metric);

export function phaseWord(run: RunState): string {
  switch (run.phase) {
    case 'none':
      return 'Not started';
    case 'running':
      return 'Searching';
    case 'paused':
      return 'Paused';
    case 'finishing':
      return 'Making the model';
    case 'ended':
      return run.why_ended === 'failed' ? 'Failed' : run.why_ended === 'stopped' ? 'Stopped' : 'Finished';
  }
}

/** A card's title: what will happen on a yes. */
export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'start_search':
      return 'Start this search?';
    case 'pause_run':
      return 'Pause the search?';
    case 'resume_run':
      return 'Go on searching?';
    case 'stop_run':
      return 'Stop the search?';
    case 'extend_run':
      return `Search ${action.seconds ? `${Math.round(action.seconds / 60)} more minutes` : `${action.trials} more trials`}?`;
    case 'steer':
      return `Look more at ${familyWord(action.family)}?`;
    case 'unsteer':
      return 'Drop the hint?';
    case 'enqueue_trial':
      return `Try this ${familyWord(action.configuration.family)} next?`;
    case 'ban_family':
      return `No more ${familyWord(action.family)}?`;
    case 'unban_family':
      return `Allow ${familyWord(action.family)} again?`;
    case 'unseal_holdout':
      return 'Open the sealed holdout?';
    case 'use_trial':
      return action.trial === null ? 'Leave the model to cotune again?' : `Make trial ${action.trial} the model?`;
    case 'set_autonomy':
      return 'Change when you are asked?';
    case 'grant_budget':
      return `Allow ${Math.round(action.seconds / 60)} minutes without asking?`;
    case 'revoke_grant':
      return 'Withdraw the permission?';
    case 'limit_agent':
      return 'Change what the agent’s model may use?';
    case 'probe_model':
      return 'Measure whether the agent’s model knows this table?';
    case 'share_with_agent':
      return 'Let the agent’s model see more of the table?';
  }
}
