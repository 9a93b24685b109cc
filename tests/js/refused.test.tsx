// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import type { Outcome } from '../../jupyter_ext/ui/wire/wire';
import { click, find, host, last, model, play, settled } from './rendered';

const composer = () => find('composer') as HTMLTextAreaElement;

async function type(text: string) {
  composer().value = text;
  composer().dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
}

async function end(id: string, outcome: Outcome['outcome']) {
  model.deliver({ kind: 'outcome', id, outcome, message: outcome === 'done' ? '' : 'not so', rule: null });
  await settled();
}

async function lobby() {
  const tables = [{ variable: 'customers', n_rows: 7043, n_columns: 21 }];
  model.deliver({ kind: 'lobby', tables, studies: [] });
  await settled();
}

test('a message that is refused stands in the composer again, each time', async () => {
  await play();
  await type('no neural nets');
  for (const again of [1, 2]) {
    await click('send');
    expect(composer().value).toBe('');
    await end(last('say').id, 'refused');
    await vi.waitFor(() => expect([again, composer().value]).toEqual([again, 'no neural nets']));
  }
  find('problem')!.querySelector('button')!.click();
  await settled();
  expect(composer().value).toBe('no neural nets');
});

test('it takes nothing from what is being written by then', async () => {
  await play();
  await type('no neural nets');
  await click('send');
  await type('stop at noon');
  await end(last('say').id, 'refused');
  expect(composer().value).toBe('stop at noon');
});

test('a goal of which no study could be made is not lost', async () => {
  await lobby();
  await type('predict Churn');
  await click('send');
  await end(last('create_study').id, 'failed');
  await vi.waitFor(() => expect(composer().value).toBe('predict Churn'));
  expect(host.querySelector('.ct-problem')!.textContent).toBe('not so');
});

test('a changed search stays open until it is taken', async () => {
  await play();
  await click('tab-search');
  [...host.querySelectorAll('button')].find(b => b.textContent === 'Change…')!.click();
  await settled();
  const minutes = find('minutes') as HTMLInputElement;
  minutes.value = '7';
  minutes.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('submit-spec');
  expect((find('submit-spec') as HTMLButtonElement).disabled).toBe(true);
  await end(last('propose').id, 'refused');
  expect((find('minutes') as HTMLInputElement).value).toBe('7');
  await click('submit-spec');
  await end(last('propose').id, 'done');
  await vi.waitFor(() => expect(find('submit-spec')).toBeNull());
});

test('the keyboard is in the form of a changed search, and back at its button afterwards', async () => {
  await play();
  await click('tab-search');
  const change = () => [...host.querySelectorAll('button')].find(b => b.textContent === 'Change…')!;
  change().focus();
  change().click();
  await settled();
  expect(document.activeElement!.closest('form')).toBe(find('submit-spec')!.closest('form'));
  const back = [...host.querySelectorAll('button')].find(b => b.textContent === 'Back')!;
  back.focus();
  back.click();
  await settled();
  expect(document.activeElement).toBe(change());
});
