import { expect, test } from 'vitest';
import { focused, reaching, series } from '../../jupyter_ext/ui/chart';
import {
  clock,
  duration,
  exactDuration,
  minutes,
  money,
  number,
  score,
  scored,
  span
} from '../../jupyter_ext/ui/format';
import { byFamily } from '../../jupyter_ext/ui/families';
import { changeLines } from '../../jupyter_ext/ui/spec_words';
import { EMPTY, reduce } from '../../jupyter_ext/ui/state';
import { TrialTable, type TrialColumn } from '../../jupyter_ext/ui/trials';
import { BEST_FIRST, listed } from '../../jupyter_ext/ui/trials_order';
import { STATUSES, TRIAL_COLUMNS } from '../../jupyter_ext/ui/wire/wire';
import { recording, view } from './recorded';

const trials = new TrialTable();
const state = recording.messages.reduce((s, m) => reduce(s, m.message, view(m.buffer), trials, 0), EMPTY);

function tableOf(rows: number, value: (column: TrialColumn, row: number) => number): TrialTable {
  const bytes = new DataView(new ArrayBuffer(8 * rows * TRIAL_COLUMNS.length));
  TRIAL_COLUMNS.forEach((name, c) => {
    for (let i = 0; i < rows; i++) bytes.setFloat64(8 * (c * rows + i), value(name, i), true);
  });
  const table = new TrialTable();
  table.take(rows, rows, bytes);
  return table;
}

test('losses are shown as people know them', () => {
  expect(score('rmse', -31.25)).toBe('31.25');
  expect(score('roc_auc', 0.91234)).toBe('0.9123');
  expect(score('roc_auc', NaN)).toBe('–');
  expect(score('mae', -0.0000312)).toBe('3.12e-5');
});

test.each([
  [45, '45 s'],
  [300, '5 min'],
  [750, '12 min 30 s'],
  [6000, '1 h 40 min'],
  [6060, '1 h 41 min'],
  [604_800, '168 h']
])('%d s that somebody approves read %s', (seconds, text) => expect(exactDuration(seconds)).toBe(text));

test('noise reads like the score beside it', () => {
  expect(scored('rmse', -123_456, 23_456)).toBe('123,456 ± 23,000');
  expect(scored('roc_auc', 0.91234, 0.01234)).toBe('0.9123 ± 0.012');
});

test('seconds in a field of minutes are a number that can be read', () => {
  expect([100, 300, 0.5, 86_400].map(minutes)).toEqual([1.667, 5, 0.008333, 1440]);
});

test('little money is not none', () => expect([0, 0.0031, 1.2].map(money)).toEqual(['0.00', '0.0031', '1.20']));

test.each([
  [7, '0:07'],
  [245, '4:05'],
  [3723, '1:02:03']
])('%d s reads %s', (seconds, text) => expect(clock(seconds)).toBe(text));

test.each([
  [1.234, '1.2 s'],
  [89, '89 s'],
  [300, '5 min'],
  [7200, '2 h'],
  [35_990, '10 h'],
  [168 * 3600, '168 h'],
  [5000 * 3600, '5,000 h']
])('%d s lasts %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  ['4.5 min', '5 min', '4.5 – 5 min'],
  ['54 s', '1.5 min', '54 s – 1.5 min'],
  ['1 GB', '1 GB', '1 GB']
])('from %s to %s reads %s', (low, high, text) => expect(span(low, high)).toBe(text));

test('numbers keep four digits', () => {
  expect([0.123456, 12345678, 0, 0.0000012, null].map(number)).toEqual(['0.1235', '12,345,678', '0', '1.20e-6', '–']);
});

test('the best line never falls', () => {
  const [, scores, best] = series(trials, 'f2', 1, 0.351).data as number[][];
  expect(best).toHaveLength(scores!.length);
  best!.forEach((value, i) => expect(value).toBe(Math.max(...scores!.slice(0, i + 1))));
});

test('about the best line lies a band as wide as its noise', () => {
  const noises = trials.column('standard_error');
  const { data, ids } = series(trials, 'f2', 1, null);
  const [, , best, , low, high] = data as number[][];
  const last = ids.findIndex(id => trials.at(id).score === best!.at(-1));
  expect(high!.at(-1)! - best!.at(-1)!).toBeCloseTo(noises[ids[last]!]!);
  expect(best!.at(-1)! - low!.at(-1)!).toBeCloseTo(noises[ids[last]!]!);
});

test('ten thousand trials are drawn as a thousand dots, the bests among them', () => {
  const many = tableOf(10_000, (name, i) => (name === 'trial' ? i : name === 'score' ? (i * 7919) % 9973 : 1));
  const [x, , best] = series(many, 'f2', 1, null).data as number[][];
  expect(x!.length).toBeLessThan(1100);
  expect(best!.at(-1)).toBe(9972);
});

test('a few bad trials do not flatten the chart', () => {
  const [low] = focused([0.1, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96], false);
  expect(low).toBeGreaterThan(0.8);
  const [, high] = focused([30, 31, 32, 33, 34, 35, 36, 900], true);
  expect(high).toBeLessThan(100);
});

test('the line of default XGBoost is in the chart, unless it would flatten the trials', () => {
  const [low, high] = reaching([0.8, 0.9], 0.75);
  expect([low < 0.75, high]).toEqual([true, 0.9]);
  expect(reaching([0.8, 0.9], 0.2)).toEqual([0.8, 0.9]);
  expect(reaching([0.8, 0.9], null)).toEqual([0.8, 0.9]);
});

test('the list of the best starts with what runs and goes down from the incumbent', () => {
  const sorted = listed(trials, 1, BEST_FIRST, false).map(id => trials.at(id));
  const finished = sorted.filter(t => t.status === 'ok');
  expect(sorted[0]!.status).toBe('running');
  expect(finished[0]!.id).toBe(state.study!.progress.incumbent!.ask.trial);
  expect(finished.map(t => t.score)).toEqual([...finished.map(t => t.score)].sort((a, b) => b - a));
  const failed = listed(trials, 1, BEST_FIRST, true).map(id => trials.at(id));
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(t => t.status === 'failed' || t.status === 'timeout')).toBe(true);
});

test('families and the head count the same trials, and none that is given up', () => {
  const [cancelled, ok] = [STATUSES.indexOf('cancelled'), STATUSES.indexOf('ok')];
  const few = tableOf(3, (name, i) => (name === 'status' ? (i === 1 ? cancelled : ok) : name === 'run' ? 1 : i));
  expect(few.tally(1)).toEqual({ done: 2, failed: 0 });
  expect([...byFamily(few, 1).values()].reduce((n, sum) => n + sum.trials, 0)).toBe(2);
});

test('a card always shows target, metric, time and families, changed or not', () => {
  const update = recording.messages.map(m => m.message).find(m => m.kind === 'update' && m.gate?.cards.length);
  const card = update?.kind === 'update' ? update.gate!.cards[0]! : null;
  const lines = changeLines(card!);
  expect(lines.map(l => l.field)).toEqual(expect.arrayContaining(['target', 'metric', 'seconds', 'families']));
  expect(lines.find(l => l.field === 'seconds')).toMatchObject({ after: '5 min', isChanged: false });
});

test('each field of a card says where it comes from, as far as it is known', () => {
  const update = recording.messages.map(m => m.message).find(m => m.kind === 'update' && m.gate?.cards.length);
  const card = update?.kind === 'update' ? update.gate!.cards[0]! : null;
  expect(Object.fromEntries(changeLines(card!).map(l => [l.field, l.origin]))).toMatchObject({
    target: '“Predict Churn”',
    metric: 'implied by “missing a churner is worse than a false alarm”',
    seconds: '“5 minutes”',
    families: 'default',
    exclude_columns: 'implied',
    task: ''
  });
});
