// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { click, find, model, play, settled, store } from './rendered';

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

function cutOff() {
  model.send = () => {
    throw new Error('Comm is disposed');
  };
}

test('a view that is cut off from the kernel says so and keeps what was typed', async () => {
  await play();
  cutOff();
  const composer = find('composer') as HTMLTextAreaElement;
  composer.value = 'go on';
  composer.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('send');
  await vi.waitFor(() => expect(composer.value).toBe('go on'));
  expect(find('problem')!.textContent).toContain('run its cell again');
  expect(store.pending.value.size).toBe(0);
});

test('it asks again when the page is looked at again', async () => {
  await play();
  const before = model.sent.length;
  document.dispatchEvent(new Event('visibilitychange'));
  expect(model.sent.slice(before).map(r => r.kind)).toEqual(['hello']);
  await play();
  cutOff();
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(find('problem')!.textContent).toContain('cut off'));
});

test('after a restart of the kernel clicks end at once, until it answers', async () => {
  await play();
  store.propose({ kind: 'pause_run' });
  model.changeLiveness();
  await vi.waitFor(() => expect(find('problem')!.textContent).toContain('run its cell again'));
  expect(store.pending.value.size).toBe(0);
  const before = model.sent.length;
  store.propose({ kind: 'stop_run' });
  expect(model.sent.length).toBe(before);
  store.problem.value = null;
  await vi.waitFor(() => expect(find('cut-off')).not.toBeNull());
  await play();
  await vi.waitFor(() => expect(find('cut-off')).toBeNull());
  store.propose({ kind: 'stop_run' });
  expect(model.sent.at(-1)!.kind).toBe('propose');
});
