import type { Family, Origin, Status } from './trials';
import {
  FAMILY_NAMES,
  FIELD_NAMES,
  LOWER_IS_BETTER,
  METRIC_NAMES,
  OBJECTIVE_NAMES,
  OBJECTIVE_UNITS,
  TASK_NAMES,
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
