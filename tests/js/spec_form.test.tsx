// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { click, find, head, last, model, note, play, settled, WITH_CARD } from './rendered';

async function type(id: string, text: string) {
  const field = find(id) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

const leftOut = () => [...find('card')!.querySelectorAll('.ct-picked li')].map(li => li.textContent!.trim());

test('a column is left out by its whole name, whatever is in it', async () => {
  await play(WITH_CARD);
  await click('edit');
  expect(leftOut()).toEqual(['customerID']);
  await type('leave-out', 'Sales, net of "tax"');
  await click('submit-spec');
  expect(last('answer')).toMatchObject({
    edited: { spec: { exclude_columns: ['customerID', 'Sales, net of "tax"'] } }
  });
});

test('a form holds what is seldom changed too, and sends it', async () => {
  await play(WITH_CARD);
  await click('edit');
  expect((find('more-fields') as HTMLDetailsElement).open).toBe(false);
  await type('holdout', '10');
  await type('max-predict-ms', '2.5');
  await click('submit-spec');
  expect(last('answer')).toMatchObject({ edited: { spec: { holdout_fraction: 0.1, max_predict_ms: 2.5 } } });
});

test('a form takes no half trials', async () => {
  await play(WITH_CARD);
  await click('edit');
  const steps = [...find('card')!.querySelectorAll('input[type=number]')].map(i => i.getAttribute('step'));
  expect(steps.slice(0, 2)).toEqual(['any', '1']);
});

test('a form offers the columns of the table, takes one at once, and knows which are none', async () => {
  await play(WITH_CARD);
  await click('edit');
  expect(last('show_table')).toBeDefined();
  model.deliver({ kind: 'table_columns', study: head().id, columns: ['customerID', 'age', 'Churn'].map(note) });
  await settled();
  const offered = [...find('card')!.querySelectorAll('datalist option')].map(o => o.getAttribute('value'));
  expect(offered).toEqual(['customerID', 'age']);

  await type('leave-out', 'ag');
  expect(find('card')!.textContent).toContain('The table has no column “ag”.');
  expect((find('submit-spec') as HTMLButtonElement).disabled).toBe(true);
  await type('leave-out', 'age');
  expect(leftOut()).toEqual(['customerID', 'age']);
  expect((find('leave-out') as HTMLInputElement).value).toBe('');

  find('card')!.querySelector<HTMLButtonElement>('[aria-label="Take customerID in again"]')!.click();
  await settled();
  await click('submit-spec');
  expect(last('answer')).toMatchObject({ edited: { spec: { exclude_columns: ['age'] } } });
});

test('a column with a blank in its name can be typed', async () => {
  await play(WITH_CARD);
  await click('edit');
  const label = [...find('card')!.querySelectorAll('label')].find(l => l.textContent!.startsWith('Keep together'))!;
  const field = label.querySelector('input')!;
  for (const text of ['house', 'house ', 'house number']) {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await settled();
    expect(field.value).toBe(text);
  }
  await click('submit-spec');
  expect(last('answer')).toMatchObject({ edited: { spec: { group_column: 'house number' } } });
});
