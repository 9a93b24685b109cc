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
