// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { ModelReady, Result, RunState, Update } from '../../jupyter_ext/ui/wire/wire';
import { click, find, last, model, play, playTo, RUNNING, settled, store } from './rendered';
import { recording } from './recorded';

const END = recording.messages.length;
const SO_FAR = 'trial 12 so far; the search goes on';

/** The recorded study with its run in another state. */
async function playRun(run: Partial<RunState>, result: Partial<Result> = {}) {
  await play();
  const study = store.state.value.study!;
  const parts: Partial<Update> = {
    progress: { ...study.progress, run: { ...study.progress.run, ...run } },
    result: { ...study.result, ...result }
  };
  await playTo(END, parts);
}

/** Its best trial as the model, while the search goes on. */
async function playSoFar(result: Partial<Result> = {}) {
  await play();
  const made = store.state.value.study!.result.model!;
  const trial = store.state.value.study!.progress.incumbent!.ask.trial;
  const members = [{ trial, family: 'xgboost' as const, weight: 1 }];
  const best: ModelReady = { ...made, how: 'fold_models', members, message: SO_FAR };
  await playRun({ phase: 'running', why_ended: null }, { model: best, so_far: true, ...result });
  return best;
}

test('the best trial so far is offered as a model that is there already', async () => {
  await playSoFar();
  const told = find('model-so-far')!.textContent;
  expect(told).toContain(SO_FAR);
  expect(told).toContain('.model()');
  expect(find('unseal')).toBeNull();
  expect(find('best')!.textContent).not.toContain('Best single trial');
});

test('its columns are measured on demand, and stay while only the state of the search changes', async () => {
  const best = await playSoFar();
  await click('show_weights');
  model.deliver({ kind: 'receipt', id: last('show_weights').id });
  const weights = [{ column: 'tenure', drop: 0.1, noise: null }];
  model.deliver({ kind: 'column_weights', study: store.state.value.study!.head.id, model: best, weights });
  await settled();
  expect(find('weights')).not.toBeNull();
  const { result } = store.state.value.study!;
  await playTo(END, { result: { ...result, so_far: true, model: { ...best, message: 'the search is paused' } } });
  expect(find('weights')).not.toBeNull();
});

test('a trial that is only the best so far can still be chosen', async () => {
  const { members } = await playSoFar();
  await click('tab-trials');
  const { trial } = members[0]!;
  const row = store.state.value.study!.progress.incumbent!;
  const button = [...find('trials')!.querySelectorAll<HTMLElement>('.ct-trial button')].find(
    b => b.textContent === String(trial)
  )!;
  button.click();
  await settled();
  model.deliver({ kind: 'trial_detail', study: store.state.value.study!.head.id, row, can_be_model: true });
  await settled();
  expect(find(`use-${trial}`)).not.toBeNull();
});

test('the recorded search has such a model from its first successful trial on', async () => {
  await play(RUNNING);
  const { incumbent } = store.state.value.study!.progress;
  expect(find('model-so-far')!.textContent).toContain(`trial ${incumbent!.ask.trial} so far`);
});

test('a choice that waits for the end can be taken back', async () => {
  await playSoFar({ chosen: 12 });
  await click('use-none');
  expect(last('propose').action).toEqual({ kind: 'use_trial', trial: null });
});

test('while nothing is there yet, the panel offers no model', async () => {
  await playRun({ phase: 'running', why_ended: null }, { model: null, so_far: false });
  expect(find('model-so-far')).toBeNull();
  expect(find('model')).toBeNull();
});

test.each([
  ['the model is made', { phase: 'finishing' }, {}],
  ['a chosen model is made', { phase: 'ended' }, { chosen: 3, choosing: true }]
] as const)('while %s a person needn’t wait for it', async (_, run, result) => {
  await playRun(run, result);
  expect(find('stop_run')!.textContent).toBe('Don’t wait');
  await click('stop_run');
  expect(last('propose').action).toEqual({ kind: 'stop_run' });
});

test('what is made is told beside the best trial so far', async () => {
  await playSoFar();
  await playRun({ phase: 'finishing' }, { ...store.state.value.study!.result, so_far: true });
  expect(find('phase')!.textContent).toBe('Making the model');
});

test('when the model is there nothing is left to stop', async () => {
  await play();
  expect(find('stop_run')).toBeNull();
});

test('a search that ran out of its trials is offered more of them', async () => {
  await playRun({ phase: 'ended', why_ended: 'time' });
  await click('extend_run');
  expect(last('propose').action).toMatchObject({ seconds: 300, trials: null });
  await playRun({ phase: 'ended', why_ended: 'trials' });
  await click('extend_run');
  expect(last('propose').action).toMatchObject({ seconds: null, trials: expect.any(Number) });
});

test('a model of no trial is called what it is', async () => {
  await play();
  const made = store.state.value.study!.result.model!;
  await playRun({ phase: 'ended' }, { model: { ...made, members: [], message: 'no trial was successful' } });
  const told = find('model')!.textContent;
  expect(told).toContain('only guesses');
  expect(told).toContain('no trial was successful');
  expect(told).not.toContain('blend');
});
