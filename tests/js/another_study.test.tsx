// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import type { Lobby } from '../../jupyter_ext/ui/wire/wire';
import { click, find, host, last, model, play, select, settled, store } from './rendered';

const LOBBY: Lobby = { kind: 'lobby', tables: [], studies: [] };

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

test('when another study takes the place of what had the keyboard, it goes on at the heading', async () => {
  await play();
  find('leave')!.focus();
  model.deliver(LOBBY);
  await settled();
  expect(document.activeElement).toBe(host.querySelector('.ct-lobby h2'));
  await play();
  expect(document.activeElement).toBe(host.querySelector('.ct-header h2'));
});

test('a study that comes up takes the keyboard from nobody', async () => {
  await play();
  const cell = document.createElement('textarea');
  document.body.append(cell);
  cell.focus();
  model.deliver(LOBBY);
  await settled();
  expect(document.activeElement).toBe(cell);
  cell.remove();
});
