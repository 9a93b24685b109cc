// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { Store } from '../../jupyter_ext/ui/store';
import type { Lobby } from '../../jupyter_ext/ui/wire/wire';
import { FakeModel } from './fake_model';
import { begin, host, last, model, settled } from './rendered';

const LOBBY: Lobby = { kind: 'lobby', tables: [], studies: [] };
const HOUR_MS = 3_600_000;
const hellos = () => model.sent.length;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  begin();
});

test('the lobby is asked for anew as long as there are answers', () => {
  const before = hellos();
  for (let i = 0; i < 5; i++) {
    model.deliver(LOBBY);
    vi.advanceTimersByTime(4000);
  }
  expect(hellos() - before).toBe(5);
});

test('a kernel that is busy for an hour is not left with a thousand questions', () => {
  model.deliver(LOBBY);
  const before = hellos();
  vi.advanceTimersByTime(HOUR_MS);
  expect(hellos() - before).toBeLessThan(12);
});

test('a view that nobody sees asks for nothing anew', () => {
  let isSeen = false;
  const hidden = new FakeModel();
  const view = new Store(hidden.asModel(), () => isSeen);
  view.start();
  hidden.deliver(LOBBY);
  vi.advanceTimersByTime(HOUR_MS);
  expect(hidden.sent.length).toBe(1);
  isSeen = true;
  vi.advanceTimersByTime(500);
  expect(hidden.sent.length).toBe(2);
  view.stop();
});

test('what keeps the kernel from telling anything is said, until it does', async () => {
  model.deliver({ kind: 'outcome', id: last('hello').id, outcome: 'failed', message: 'The disk is gone.', rule: null });
  await settled();
  expect(host.textContent).toBe('The disk is gone.');
  model.deliver(LOBBY);
  await settled();
  expect(host.textContent).not.toContain('The disk is gone.');
});
