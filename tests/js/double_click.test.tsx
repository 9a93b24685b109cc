// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { find, last, model, play, playTo, RUNNING, settled, store } from './rendered';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const proposed = () => model.sent.filter(r => r.kind === 'propose').length;

async function press(id: string) {
  find(id)!.click();
  await settled();
}

async function done() {
  model.deliver({ kind: 'outcome', id: last('propose').id, outcome: 'done', message: '', rule: null });
  await settled();
}

test('the second half of a double click on Stop is no click on what has taken its place', async () => {
  await play(RUNNING);
  await press('stop_run');
  await done();
  const { progress } = store.state.value.study!;
  await playTo(RUNNING, { progress: { ...progress, run: { ...progress.run, phase: 'finishing' } } });
  expect(find('stop_run')!.textContent).toContain('Don’t wait');
  later(300);
  await press('stop_run');
  expect(proposed()).toBe(1);
  later(900);
  await press('stop_run');
  expect(proposed()).toBe(2);
});

test('what is under way is asked for once, and again when it is done', async () => {
  await play(RUNNING);
  await press('extend_run');
  later(2000);
  await press('extend_run');
  expect(proposed()).toBe(1);
  await done();
  await press('extend_run');
  expect(proposed()).toBe(2);
});

test('a click that the kernel has not heard can be tried again', async () => {
  await play(RUNNING);
  await press('stop_run');
  later(3000);
  await press('stop_run');
  expect(proposed()).toBe(2);
});

test('what was refused can be tried again at once', async () => {
  await play(RUNNING);
  await press('extend_run');
  model.deliver({ kind: 'outcome', id: last('propose').id, outcome: 'refused', message: 'not now', rule: null });
  await press('extend_run');
  expect(proposed()).toBe(2);
});
