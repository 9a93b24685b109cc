import { exactDuration } from './format';
import type { Family } from './trials';
import {
  BATCH_ROWS,
  FAMILIES,
  OBJECTIVE_NAMES,
  type Card,
  type FieldOrigin,
  type Range,
  type SearchSpec
} from './wire/wire';
import { familyWord, metricWord, objectiveWord, taskWord, type Metric, type SecondObjective } from './words';

/** One line of a card: what a field will be, and what it was. */
export interface ChangeLine {
  field: string;
  before: string | null;
  after: string;
  isChanged: boolean;
  /** The person's words that say so, or what else it comes from. */
  origin: string;
}

const ALWAYS_SHOWN: readonly (keyof SearchSpec)[] = [
  'target',
  'metric',
  'seconds',
  'trials',
  'families',
  'exclude_columns'
];

/** A family at the beginning of a range or a hint. */
const FAMILY_FIRST = new RegExp(`(?<=^|, )(?:${FAMILIES.join('|')})(?=: | \\()`, 'g');

/** What a card changes, and for a search the fields that everyone wants to see, changed or not. */
export function changeLines({ proposal: { action, origins }, changes }: Card): ChangeLine[] {
  const originOf = (field: string) => originWords(origins.find(origin => origin.field === field));
  const changed = changes.map(({ field, before, after }) => ({
    field,
    before: before === null ? null : shownValue(field, before),
    after: shownValue(field, after),
    isChanged: true,
    origin: originOf(field)
  }));
  if (action.kind !== 'start_search') return changed;
  const order = specLines(action.spec);
  const same = order
    .filter(([field]) => ALWAYS_SHOWN.includes(field) && !changes.some(c => c.field === field))
    .map(([field, after]) => ({ field, before: null, after, isChanged: false, origin: originOf(field) }));
  const rank = (line: ChangeLine) => order.findIndex(([field]) => field === line.field) >>> 0;
  return [...changed, ...same].sort((a, b) => rank(a) - rank(b));
}

/** '“ten minutes”', 'implied by “must not miss one”', 'implied', 'default'. */
function originWords(origin: FieldOrigin | undefined): string {
  if (!origin?.words) return origin?.source ?? '';
  return origin.source === 'stated' ? `“${origin.words}”` : `${origin.source} by “${origin.words}”`;
}

/** A spec value (as Python writes it in a card: plain text) as a person would read it. */
function shownValue(field: string, value: string): string {
  switch (field) {
    case 'seconds':
    case 'seconds_per_trial':
      return Number.isNaN(Number(value)) ? value : exactDuration(Number(value));
    case 'families':
      return familiesWords(value.split(', ') as Family[]);
    case 'metric':
      return metricWord(value as Metric) ?? value;
    case 'task':
      return taskWord(value as SearchSpec['task']) ?? value;
    case 'holdout_fraction':
      return `${Number((100 * Number(value)).toPrecision(3))} % of the rows, sealed`;
    case 'ranges':
    case 'hint':
      return value.replace(FAMILY_FIRST, family => familyWord(family as Family));
    case 'objectives':
      return objectivesWords(value.split(', '));
    case 'interpretable':
      return value === 'True' || value === 'true' ? 'yes' : 'no';
    default:
      return value;
  }
}

/** 'XGBoost: max_depth 3 to 4', as a card says it. */
export function rangesWords(ranges: readonly Range[]): string {
  return ranges.map(range => `${familyWord(range.family)}: ${rangeWords(range)}`).join(', ');
}

/** 'max_depth 3 to 4', 'booster gbtree or dart': as `range_in_words` in Python. */
function rangeWords({ name, low, high, choices }: Range): string {
  const between =
    low !== null && high !== null
      ? `${low} to ${high}`
      : low !== null
        ? `from ${low}`
        : high !== null
          ? `up to ${high}`
          : '';
  return `${name} ${[choices.join(' or '), between].filter(Boolean).join(', ') || 'as it is'}`;
}

/** 'score alone', 'score and prediction time'. */
function objectivesWords(objectives: readonly string[]): string {
  const second = objectives.find((o): o is SecondObjective => o in OBJECTIVE_NAMES);
  return second ? `score and ${objectiveWord(second)}` : 'score alone';
}

/** All, all but a few, or a list. */
function familiesWords(families: readonly Family[]): string {
  const missing = FAMILIES.filter(family => !families.includes(family));
  if (missing.length === 0) return `all ${FAMILIES.length}`;
  if (missing.length <= 3) return `all but ${missing.map(familyWord).join(', ')}`;
  return families.map(familyWord).join(', ');
}

/** The fields of a spec that say something, in the order of importance. */
export function specLines(spec: SearchSpec): [field: keyof SearchSpec, text: string][] {
  const lines: [keyof SearchSpec, string][] = [
    ['target', spec.target],
    ['task', taskWord(spec.task)],
    ['metric', metricWord(spec.metric)]
  ];
  const add = (field: keyof SearchSpec, text: string | null | undefined | false) => {
    if (text) lines.push([field, text]);
  };
  add('objectives', spec.objectives.length > 0 && objectivesWords(spec.objectives));
  add('positive_class', spec.positive_class);
  add('seconds', spec.seconds !== null && exactDuration(spec.seconds));
  add('trials', spec.trials !== null && `at most ${spec.trials}`);
  add('families', familiesWords(spec.families));
  add('exclude_columns', spec.exclude_columns.join(', '));
  add('interpretable', spec.interpretable && 'yes');
  add('split', spec.split);
  add('group_column', spec.group_column);
  add('time_column', spec.time_column);
  add('folds', spec.folds?.toString());
  add('weight_column', spec.weight_column);
  add('device', spec.device);
  add('workers', spec.workers?.toString());
  add('memory_mb', spec.memory_mb !== null && `${spec.memory_mb} MB`);
  add('seconds_per_trial', spec.seconds_per_trial !== null && exactDuration(spec.seconds_per_trial));
  add('max_predict_ms', spec.max_predict_ms !== null && `${spec.max_predict_ms} ms a row in a batch of ${BATCH_ROWS}`);
  add('ranges', rangesWords(spec.ranges));
  add('random_state', spec.random_state.toString());
  return lines;
}
