import { expect, test } from 'vitest';
import { EMPTY, reduce } from '../../jupyter_ext/ui/state';
import { TrialTable } from '../../jupyter_ext/ui/trials';
import { TRIAL_COLUMNS } from '../../jupyter_ext/ui/wire/wire';
import { recording, view } from './recorded';

const { messages, expected } = recording;

function reduced(taken = messages) {
  const trials = new TrialTable();
  const state = taken.reduce((s, { message, buffer }) => reduce(s, message, view(buffer), trials, 0), EMPTY);
  return { state, trials };
}

test('the reduced state equals the view of Python', () => {
  const { state } = reduced();
  const { head, turn, chat, gate, search, progress, result, table } = expected;
  expect(state.study).toMatchObject({ head, turn, chat, gate, search, progress, result, table });
  expect(state.gap).toBe(false);
});

test('the trial columns equal those of Python, with NaN where there is no value', () => {
  const { trials } = reduced();
  expect([...TRIAL_COLUMNS]).toEqual(expected.names);
  const whole = view(expected.columns);
  TRIAL_COLUMNS.forEach((name, c) => {
    const column = [...trials.column(name)];
    expect(column).toEqual(column.map((_, i) => whole.getFloat64(8 * (c * column.length + i), true)));
  });
});

test('a lost message shows as a gap, and a fresh one heals it', () => {
  const lossy = messages.filter((_, i) => i !== 2);
  expect(reduced(lossy).state.gap).toBe(true);
  expect(reduced([...lossy, ...messages]).state.gap).toBe(false);
});
