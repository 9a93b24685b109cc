// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { FAMILIES, ORIGINS, STATUSES, TRIAL_COLUMNS, type Update } from '../../jupyter_ext/ui/wire/wire';
import { recording } from './recorded';
import { click, find, host, last, model, play, settled, store } from './rendered';

const MANY = 10_000;
const OK = STATUSES.indexOf('ok');

/** Trials as the kernel sends them, the first of them of the run before and the last the best. */
function columns(total: number, run: number): DataView {
  const bytes = new DataView(new ArrayBuffer(8 * total * TRIAL_COLUMNS.length));
  const known: Partial<Record<(typeof TRIAL_COLUMNS)[number], (id: number) => number>> = {
    trial: id => id,
    run: id => (id ? run : run - 1),
    status: () => OK,
    family: id => id % FAMILIES.length,
    origin: id => id % ORIGINS.length,
    score: id => id / total,
    seconds: () => 1
  };
  TRIAL_COLUMNS.forEach((name, c) => {
    for (let id = 0; id < total; id++) bytes.setFloat64(8 * (c * total + id), known[name]?.(id) ?? 0, true);
  });
  return bytes;
}

function deliver(total: number) {
  const { number, progress } = store.state.value.study!;
  const update = recording.messages.at(-1)!.message as Update;
  const trials = { rows: total, total };
  model.deliver({ ...update, number: number + 1, fresh: false, talk: null, trials }, columns(total, progress.run.run));
  return settled();
}

async function many() {
  await play();
  await deliver(MANY);
  await click('tab-trials');
}

async function show(trial: number) {
  store.wanted.value = { tab: 'trials', trial };
  await settled();
}

const lines = () => [...find('trials')!.querySelectorAll('.ct-trial button')].map(b => Number(b.textContent));

test('a link far down the list shows the page and that trial alone', async () => {
  await many();
  await show(5);
  await vi.waitFor(() => expect(lines().length).toBe(51));
  expect(lines().at(-1)).toBe(5);
  expect(find('trials')!.textContent).toContain('between');
  await vi.waitFor(() => expect(last('show_trial').trial).toBe(5));
});

test('the list is sorted when trials have changed, not when time goes by', async () => {
  await many();
  await vi.waitFor(() => expect(lines()[0]).toBe(MANY - 1));
  const read = vi.spyOn(store.trials, 'idsOf');
  store.nowMs.value += 500;
  await settled();
  expect(read).not.toHaveBeenCalled();
});

test('a trial of an earlier run stands above the list, without scores of another metric, and holds nothing', async () => {
  await many();
  await show(0);
  await vi.waitFor(() => expect(find('elsewhere')!.textContent).toContain('earlier run'));
  expect(find('elsewhere')!.querySelector('.ct-right')!.textContent).toBe('');
  await deliver(MANY + 1);
  await vi.waitFor(() => expect(lines()[0]).toBe(MANY));
  find('elsewhere')!.querySelector('button')!.click();
  await vi.waitFor(() => expect(find('elsewhere')).toBeNull());
});

test('of a trial that is none it is said', async () => {
  await many();
  await show(MANY + 7);
  await vi.waitFor(() => expect(host.textContent).toContain(`There is no trial ${MANY + 7}.`));
  expect(last('show_trial')).toBeUndefined();
});

test('what is read in the list holds it still', async () => {
  await many();
  find('trials')!.querySelector<HTMLElement>('.ct-trial button')!.click();
  await settled();
  await deliver(MANY + 1);
  await vi.waitFor(() => expect(host.textContent).toContain('1 newer trial when you close'));
  expect(lines()[0]).toBe(MANY - 1);
});
