// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import type { RunState } from '../../jupyter_ext/ui/wire/wire';
import { find, goOn, host, play, RUNNING, store } from './rendered';

beforeEach(() => play(RUNNING));

async function enter(phase: RunState['phase']) {
  const { progress } = store.state.value.study!;
  await goOn(RUNNING, { progress: { ...progress, run: { ...progress.run, phase } } });
}

const group = () => host.querySelector('[aria-label=Run]');

test('who pauses by key can go on by the same key', async () => {
  find('pause_run')!.focus();
  await enter('paused');
  expect(document.activeElement).toBe(find('resume_run'));
  await enter('running');
  expect(document.activeElement).toBe(find('pause_run'));
});

test('who stops by key stays at the controls, and at none of them', async () => {
  find('stop_run')!.focus();
  await enter('finishing');
  expect(document.activeElement).toBe(group());
  await enter('ended');
  expect(document.activeElement).toBe(group());
});

test('a run that ends takes the keyboard from nobody', async () => {
  find('composer')!.focus();
  await enter('ended');
  expect(document.activeElement).toBe(find('composer'));
});
