// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { placed } from '../../jupyter_ext/ui/front_plot';
import type { Result, SearchSpec, Update } from '../../jupyter_ext/ui/wire/wire';
import { recording } from './recorded';
import { click, find, head, last, model, play, playTo, settled, store } from './rendered';

const END = recording.messages.length;
const FRONT = [9, 11, 13];

/** The recorded study as it would be with two objectives. */
async function playFront(result: Partial<Result> = {}, spec: Partial<SearchSpec> = {}) {
  await play();
  const study = store.state.value.study!;
  const parts: Partial<Update> = {
    search: { ...study.search, spec: { ...study.search.spec!, objectives: ['score', 'predict_ms'], ...spec } },
    result: { ...study.result, front: FRONT, ...result }
  };
  await playTo(END, parts);
}

test('without a second objective there is no front', async () => {
  await play();
  expect(find('front')).toBeNull();
});

test('with one, each trial of the front is drawn, and listed with its score and cost', async () => {
  await playFront();
  expect(find('front')!.querySelectorAll('[data-testid^=front-]')).toHaveLength(FRONT.length);
  const rows = [...find('front')!.querySelectorAll('li')].map(row => row.textContent);
  expect(rows[0]).toMatch(/^9 .*0\.\d{4}.*0\.01 ms a row in a batch$/);
  expect(rows).toHaveLength(FRONT.length);
});

test('a point that is clicked, or reached by key, tells its trial', async () => {
  await playFront();
  find('front-11')!.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await settled();
  expect(find('front-told')!.textContent).toMatch(/^Trial 11, .*: 0\.\d{4} .*at 0\.03 ms a row in a batch$/);
  find('front-13')!.focus();
  await settled();
  expect(find('front-told')!.textContent).toMatch(/^Trial 13/);
});

test('thousands of trials are not placed anew when the pointer goes by', async () => {
  await playFront();
  const placing = vi.spyOn(store.trials, 'idsOf');
  find('front-13')!.focus();
  await settled();
  expect(find('front-told')!.textContent).toMatch(/^Trial 13/);
  expect(placing).not.toHaveBeenCalled();
});

test('a trial becomes the model by a click, and the choice is taken back by another', async () => {
  await playFront();
  await click('use-13');
  expect(last('propose').action).toEqual({ kind: 'use_trial', trial: 13 });
  await playFront({ chosen: 13, choosing: true });
  expect(find('use-13')).toBeNull();
  expect(find('front')!.textContent).toContain('being made');
  expect(find('model')!.textContent).toContain('Making the model of trial 13');
  await playFront({ chosen: 13, choosing: false });
  expect(find('front')!.textContent).toContain('your choice');
  await click('use-none');
  expect(last('propose').action).toEqual({ kind: 'use_trial', trial: null });
});

test('any finished trial whose models are on disk can be chosen where it is shown in full', async () => {
  await play();
  await click('tab-trials');
  const button = [...find('trials')!.querySelectorAll<HTMLElement>('.ct-trial-ok button')].at(-1)!;
  const trial = Number(button.textContent);
  button.click();
  await settled();
  const { ask, result } = store.state.value.study!.progress.incumbent!;
  const row = { ask: { ...ask, trial }, status: 'ok' as const, result, started_at_s: 0 };
  model.deliver({ kind: 'trial_detail', study: head().id, row, can_be_model: true }, null);
  await settled();
  await click(`use-${trial}`);
  expect(last('propose').action).toEqual({ kind: 'use_trial', trial });
  model.deliver({ kind: 'trial_detail', study: head().id, row, can_be_model: false }, null);
  await settled();
  expect(find(`use-${trial}`)).toBeNull();
  expect(find('trials')!.textContent).toContain('It can’t become the model');
});

test('what cross-validation promised too much is said beside the sealed rows', async () => {
  const opened = {
    kind: 'holdout_opened' as const,
    run: 1,
    count: 1,
    n_rows: 1408,
    score: { metric: 'f2' as const, score: 0.7, standard_error: 0.01 }
  };
  await playFront({ opened, optimism: { gap: 0.052, standard_error: 0.011, beyond_noise: true } });
  expect(find('optimism')!.textContent).toBe('Cross‑validation was 0.052 ± 0.011 better: beyond noise');
  expect(find('optimism')!.className).toBe('ct-problem');
  await playFront({ opened, optimism: { gap: -0.01, standard_error: null, beyond_noise: null } });
  expect(find('optimism')!.textContent).toContain('0.01 worse: its noise is not known');
});

test('the form of a search sets and drops the second objective', async () => {
  await play();
  await click('tab-search');
  const change = [...document.querySelectorAll('button')].find(b => b.textContent!.includes('Change'))!;
  change.click();
  await settled();
  const choose = async (value: string) => {
    const select = find('second-objective') as HTMLSelectElement;
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    await settled();
  };
  await choose('size_mb');
  await click('submit-spec');
  const { action } = last('propose');
  expect(action.kind === 'start_search' && action.spec.objectives).toEqual(['score', 'size_mb']);
});

test('a dearer point of the front stands further right and no lower', async () => {
  await playFront();
  const { run } = store.state.value.study!.progress.run;
  const plot = placed(store.trials, run, FRONT, 'f2');
  const xs = plot.front.map(p => p.x);
  expect(xs).toEqual([...xs].sort((a, b) => a - b));
  expect(plot.xTicks.length).toBeGreaterThan(1);
  expect(plot.yTicks.length).toBeGreaterThan(1);
  expect(plot.dots.every(dot => !FRONT.includes(dot.id))).toBe(true);
});
