// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import type { Lobby, Message, RunState, Update } from '../../jupyter_ext/ui/wire/wire';
import { recording, view } from './recorded';
import { begin, click, find, host, last, model, play, playTo, RUNNING, settled, store } from './rendered';

test('a view asks for everything when it appears, and stops listening when it goes', () => {
  expect(model.sent.map(r => r.kind)).toEqual(['hello']);
  store.stop();
  expect(model.listenerCount).toBe(0);
});

test('the whole study shows: score, trials, model', async () => {
  await play();
  expect(find('phase')!.textContent).toBe('Finished');
  expect(find('best')!.textContent).toContain('F2');
  expect(find('model')!.textContent).toContain('A blend of 2');
  await click('tab-trials');
  expect(find('trials')!.querySelectorAll('tbody tr').length).toBeGreaterThan(10);
});

test('a lost message makes the view ask for everything again, once', async () => {
  const [first, , third, fourth] = recording.messages;
  [first!, third!, fourth!].forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  await settled();
  expect(model.sent.filter(r => r.kind === 'hello')).toHaveLength(2);
});

test('beside the best stand default XGBoost and a guess', async () => {
  await play();
  expect(find('baselines')!.textContent).toMatch(
    /Default XGBoost0\.\d{4} ± [\d.]+ behindA mere guess0\.\d{4} ± [\d.]+ behind/
  );
});

test('what the folds can not tell apart is neither ahead nor behind, and a baseline that is missing says why', async () => {
  await play();
  const { progress } = store.state.value.study!;
  const guess = { ...progress.guess, lead: 0.0003, lead_noise: 0.002, beyond_noise: false };
  const default_xgboost = { ...progress.default_xgboost, score: null, missing: 'trial 3 took too long' };
  await playTo(recording.messages.length, { progress: { ...progress, guess, default_xgboost } });
  expect(find('baselines')!.textContent).toMatch(
    /^Default XGBoosttrial 3 took too longA mere guess0\.\d{4} ± [\d.]+within noise$/
  );
  expect(host.textContent).toContain('Nothing is better than a guess beyond noise yet');
});

test('every score of a trial stands with its noise', async () => {
  await play();
  const scored = /0\.\d{4} ± 0\.\d+/;
  for (const row of find('strips')!.querySelectorAll('tr')) {
    expect(row.textContent).toMatch(scored);
    expect(row.querySelector('.ct-whisker')).not.toBeNull();
  }
});

test('a study that is gone says so, and offers nothing that would act on it', async () => {
  await play(RUNNING);
  const last = recording.messages[RUNNING - 1]!.message as Update;
  const head = { ...store.state.value.study!.head, host: 'lost' as const };
  model.deliver({ ...last, number: RUNNING + 1, fresh: false, head, trials: null, talk: null });
  await settled();
  expect(find('phase')!.textContent).toBe('Gone');
  expect(find('lost')!.textContent).toContain('deleted');
  expect(find('pause_run')).toBeNull();
});

test('a run in which nothing succeeded says so and shows what went wrong', async () => {
  await play(RUNNING);
  const run = { ...store.state.value.study!.progress.run, phase: 'ended', why_ended: 'failed' } as RunState;
  await playTo(RUNNING, { progress: { ...store.state.value.study!.progress, run, incumbent: null } });
  expect(find('best')!.textContent).toContain('No trial succeeded');
  expect(find('best')!.textContent).not.toContain('Waiting');
  expect(find('phase')!.className).toContain('failed');
});

test('a finished model comes first, with its score and its members', async () => {
  await play();
  const [model, best] = [find('model')!, find('best')!];
  expect(model.compareDocumentPosition(best) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(model.textContent).toContain('0.7521');
  expect(model.textContent).toMatch(/XGBoost.*60 %/);
  expect(model.textContent).toContain('1,408');
});

test('a warning says once that its column is left out', async () => {
  await play();
  await click('tab-table');
  const line = [...host.querySelectorAll('li')].find(li => li.textContent!.includes('customerID'))!;
  expect(line.textContent!.match(/left out/g) ?? []).toHaveLength(1);
});

test('the trials are sorted by a click on a column, the other way round by the next', async () => {
  await play();
  await click('tab-trials');
  const ids = () =>
    [...find('trials')!.querySelectorAll('.ct-trial')].map(row => Number(row.querySelector('button')!.textContent));
  const header = () => [...find('trials')!.querySelectorAll('th')].find(th => th.textContent!.startsWith('#'))!;
  header().querySelector('button')!.click();
  await settled();
  expect(header().getAttribute('aria-sort')).toBe('descending');
  expect(ids()).toEqual([...ids()].sort((a, b) => b - a));
  header().querySelector('button')!.click();
  await settled();
  expect(ids()).toEqual([...ids()].sort((a, b) => a - b));
});

test.each(['pause_run', 'stop_run', 'extend_run'])('%s is proposed with a click', async kind => {
  await play(RUNNING);
  await click(kind);
  expect(last('propose').action.kind).toBe(kind);
});

test('a refusal is shown and can be dismissed', async () => {
  await play(RUNNING);
  await click('pause_run');
  const outcome: Message = {
    kind: 'outcome',
    id: last('propose').id,
    outcome: 'refused',
    message: 'no run',
    rule: null
  };
  model.deliver(outcome);
  await settled();
  expect(find('problem')!.textContent).toContain('no run');
  find('problem')!.querySelector('button')!.click();
  await settled();
  expect(find('problem')).toBeNull();
});

test('a click that the kernel does not hear names the terminal command', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  begin();
  await play(RUNNING);
  await click('stop_run');
  expect(find('unheard')).toBeNull();
  vi.advanceTimersByTime(3500);
  await settled();
  expect(find('unheard')!.textContent).toContain('cotune stop churn');
  model.deliver({ kind: 'receipt', id: last('propose').id });
  await settled();
  expect(find('unheard')).toBeNull();
});

test('what was said shows at once, and only once when the log has it', async () => {
  await play(RUNNING);
  const composer = find('composer') as HTMLTextAreaElement;
  composer.value = 'no neural nets';
  composer.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('send');
  expect(host.querySelector('.ct-unsaid')!.textContent).toBe('no neural nets');
  expect(last('say').text).toBe('no neural nets');
});

const LOBBY: Lobby = {
  kind: 'lobby',
  tables: [{ variable: 'customers', n_rows: 7043, n_columns: 21 }],
  studies: [{ name: 'wine', changed_ms: 0 }]
};

test('a goal in the lobby makes a study of the chosen table', async () => {
  model.deliver(LOBBY);
  await settled();
  const composer = find('composer') as HTMLTextAreaElement;
  composer.value = 'predict Churn';
  composer.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('send');
  expect(last('create_study')).toMatchObject({ variable: 'customers', goal: 'predict Churn' });
});

test('a study of the lobby opens with a click', async () => {
  model.deliver(LOBBY);
  await settled();
  [...host.querySelectorAll('button')].find(b => b.textContent === 'wine')!.click();
  expect(last('open_study').name).toBe('wine');
});

test('a request names the study at which it was made', async () => {
  expect(last('hello').study).toBeNull();
  await play(RUNNING);
  await click('pause_run');
  expect(last('propose').study).toBe(store.state.value.study!.head.id);
});

test.each([
  [true, 'Copied'],
  [false, 'select the text']
])('whether the code could be copied (%s) is said', async (mayCopy, said) => {
  await play();
  const copying = vi.spyOn(navigator.clipboard, 'writeText');
  copying.mockImplementation(() => (mayCopy ? Promise.resolve() : Promise.reject(new Error('not allowed'))));
  host.querySelector<HTMLElement>('[aria-label="Copy the code"]')!.click();
  await settled();
  expect(find('model')!.textContent).toContain(said);
  copying.mockRestore();
});
