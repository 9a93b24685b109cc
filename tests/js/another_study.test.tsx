// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { click, find, host, last, model, play, select, settled, store } from './rendered';

test('what was refused of one study is not said of the next', async () => {
  await play();
  await click('extend_run');
  model.deliver({ kind: 'outcome', id: last('propose').id, outcome: 'refused', message: 'not now', rule: null });
  await settled();
  expect(find('problem')!.textContent).toContain('not now');
  await select('another');
  expect(find('problem')).toBeNull();
});

test('what is refused because another study is shown by now is said there', async () => {
  await play();
  await click('extend_run');
  await select('another');
  model.deliver({ kind: 'outcome', id: last('propose').id, outcome: 'refused', message: 'click again', rule: null });
  await settled();
  expect(find('problem')!.textContent).toContain('click again');
});

test('a trial that was looked up in one study is not opened in the next', async () => {
  await play();
  store.wanted.value = { tab: 'trials', trial: 0 };
  await vi.waitFor(() => expect(host.querySelector('.ct-detail')).not.toBeNull());
  await select('another');
  expect(find('tab-trials')!.getAttribute('aria-selected')).toBe('false');
  expect(host.querySelector('.ct-detail')).toBeNull();
});
