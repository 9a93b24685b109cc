// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { click, find, head, last, model, play, playTo, settled, store } from './rendered';
import { recording } from './recorded';
import type { ColumnWeight, ModelReady } from '../../jupyter_ext/ui/wire/wire';

const of = (column: string, drop: number, noise: number | null = 0.01): ColumnWeight => ({ column, drop, noise });

async function tell(...weights: ColumnWeight[]) {
  await play();
  await click('show_weights');
  model.deliver({ kind: 'receipt', id: last('show_weights').id });
  model.deliver({ kind: 'column_weights', study: head().id, model: store.state.value.study!.result.model!, weights });
  await settled();
}

const rows = () => [...find('weights')!.querySelectorAll('tr')];

test('which columns the model relies on is measured when somebody asks, and the wait is shown', async () => {
  await play();
  expect(model.sent.filter(r => r.kind === 'show_weights')).toHaveLength(0);
  await click('show_weights');
  expect(find('model')!.textContent).toContain('Shuffling');
  expect(find('show_weights')).toBeNull();
});

test('a measurement that takes long can be stopped, and asked for again', async () => {
  await play();
  await click('show_weights');
  await click('stop_weights');
  expect(last('stop_weights').study).toBe(head().id);
  model.deliver({ kind: 'outcome', id: last('show_weights').id, outcome: 'ignored', message: '', rule: null });
  await settled();
  expect(find('problem')).toBeNull();
  expect(find('show_weights')).not.toBeNull();
});

test('a bar spans what a column is worth, a line its noise', async () => {
  await tell(of('tenure', 0.08, 0.02), of('age', 0.05, null), of('noise', -0.001));
  expect(rows().map(row => row.textContent)).toEqual(['tenure0.08', 'age0.05', 'noise-0.001']);
  const bars = rows().map(row => row.querySelector('b')!.style.width);
  expect(bars).toEqual(['80%', '50%', '0%']);
  expect(rows()[0]!.querySelector('i')!.style.left).toBe('60%');
});

test('of many columns the first are shown, and all on demand', async () => {
  await tell(...Array.from({ length: 40 }, (_, i) => of(`c${i}`, 1 - i / 50)));
  expect(rows()).toHaveLength(10);
  find('weights')!.querySelector('button')!.click();
  await settled();
  expect(rows()).toHaveLength(40);
});

test('another model is not shown with the columns of the one before', async () => {
  await tell(of('tenure', 0.08));
  const before = store.state.value.study!.result;
  const made: ModelReady = { ...before.model!, chosen: 3 };
  await playTo(recording.messages.length, { result: { ...before, model: made } });
  expect(find('weights')).toBeNull();
  expect(find('show_weights')).not.toBeNull();
});

test('where it can’t be measured the reason is shown, and it can be asked again', async () => {
  await play();
  await click('show_weights');
  const { id } = last('show_weights');
  model.deliver({ kind: 'outcome', id, outcome: 'failed', message: 'no fold models', rule: null });
  await settled();
  expect(find('problem')!.textContent).toContain('no fold models');
  expect(find('show_weights')).not.toBeNull();
});
