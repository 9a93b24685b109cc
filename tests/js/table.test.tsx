// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { click, find, head, last, model, note, play, settled, store, WITH_CARD } from './rendered';

async function tell(...columns: ReturnType<typeof note>[]) {
  await play(WITH_CARD);
  await click('tab-table');
  model.deliver({ kind: 'table_columns', study: head().id, columns });
  await settled();
}

const rows = () => [...find('columns')!.querySelectorAll('tbody tr')].map(row => row.textContent);

test('the table’s columns are asked for when they are looked at, once', async () => {
  await tell(note('age'));
  await click('tab-search');
  await click('tab-table');
  expect(model.sent.filter(r => r.kind === 'show_table')).toHaveLength(1);
  expect(last('show_table')).toBeDefined();
  expect(store.pending.value.size).toBe(0);
});

test('each column tells what it holds, what is missing, and its part in the search', async () => {
  await tell(
    note('age'),
    { ...note('Churn'), kind: 'category', low: null, high: null, n_unique: 2 },
    { ...note('customerID'), n_missing: 3 },
    { ...note('nothing'), kind: 'empty', n_unique: 0, histogram: [], is_unused: true, low: null, high: null }
  );
  const [age, churn, id, nothing] = rows();
  expect(age).toContain('number, 1 to 9');
  expect(churn).toContain('category · to predict');
  expect(id).toContain('left out');
  expect(id).toContain('<1 %');
  expect(nothing).toContain('no values · not used');
  expect(find('columns')!.querySelectorAll('svg')).toHaveLength(3);
});

test('of a wide table the first columns are shown, and all on demand', async () => {
  await tell(...Array.from({ length: 200 }, (_, i) => note(`c${i}`)));
  expect(rows()).toHaveLength(60);
  [...document.querySelectorAll('button')].find(b => b.textContent === 'Show all 200 columns')!.click();
  await settled();
  expect(rows()).toHaveLength(200);
});

test('the columns of one study are not shown for another', async () => {
  await tell(note('age'));
  const { recording } = await import('./recorded');
  const fresh = recording.messages[0]!.message;
  if (fresh.kind !== 'update') throw new Error('the first message is an update');
  model.deliver({ ...fresh, trials: null, head: { ...head(), id: 'another' } });
  await settled();
  expect(store.state.value.columns).toBeNull();
});
