// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import type { Action, TrialRow, Update } from '../../jupyter_ext/ui/wire/wire';
import { recording, view } from './recorded';
import {
  begin,
  click,
  find,
  head,
  host,
  last,
  model,
  play,
  playTo,
  RUNNING,
  select,
  settled,
  store,
  WITH_CARD
} from './rendered';

const hellos = () => model.sent.filter(r => r.kind === 'hello').length;

test('a study that is selected shows nothing of the one before it', async () => {
  await play();
  model.deliver({ kind: 'sent_calls', study: head().id, calls: [], newer: 0, total: 0 });
  await click('tab-trials');
  host.querySelector<HTMLButtonElement>('.ct-trial button')!.click();
  const { trial } = await vi.waitUntil(() => last('show_trial'));
  model.deliver({ kind: 'trial_detail', study: head().id, row: numbered(trial), can_be_model: true });
  await settled();
  expect(host.querySelector('.ct-detail')!.textContent).not.toContain('Loading');

  await select('another');
  const { detail, sent, columns } = store.state.value;
  expect([detail, sent, columns]).toEqual([new Map(), null, null]);
  expect(host.querySelector('.ct-detail')).toBeNull();
});

/** The best trial as if it had another number. */
function numbered(trial: number): TrialRow {
  const incumbent = store.state.value.study!.progress.incumbent!;
  return { ...incumbent, ask: { ...incumbent.ask, trial } };
}

test('an open trial is shown in full whatever comes for other views', async () => {
  await play();
  await click('tab-trials');
  host.querySelector<HTMLButtonElement>('.ct-trial button')!.click();
  const { trial } = await vi.waitUntil(() => last('show_trial'));
  for (const row of [trial + 1, trial, trial + 2])
    model.deliver({ kind: 'trial_detail', study: head().id, row: numbered(row), can_be_model: true });
  await settled();
  expect(host.querySelector('.ct-detail')!.textContent).toContain('From');
});

test('of many trials the last ones are kept in full', async () => {
  await play();
  for (let i = 0; i < 30; i++)
    model.deliver({ kind: 'trial_detail', study: head().id, row: numbered(i), can_be_model: true });
  expect([...store.state.value.detail.keys()]).toEqual(Array.from({ length: 20 }, (_, i) => 10 + i));
});

test('a table that is looked at while another study is selected becomes that one’s', async () => {
  await play();
  await click('tab-table');
  await vi.waitUntil(() => last('show_table'));
  model.deliver({ kind: 'table_columns', study: head().id, columns: [] });
  await select('another');
  await click('tab-table');
  await vi.waitFor(() => expect(model.sent.filter(r => r.kind === 'show_table').length).toBe(2));
});

test('a study of the same name in another directory is another one, and late answers of the first are dropped', async () => {
  await play();
  await click('tab-table');
  const { id, name } = head();
  await select(name, 'elsewhere');
  expect(find('tab-table')!.getAttribute('aria-selected')).toBe('false');
  model.deliver({ kind: 'table_columns', study: id, columns: [] });
  model.deliver({ kind: 'sent_calls', study: id, calls: [], newer: 0, total: 0 });
  await settled();
  expect([store.state.value.columns, store.state.value.sent]).toEqual([null, null]);
  await click('tab-table');
  expect(last('show_table').study).toBe('elsewhere');
});

test('what is under way for one study keeps nothing of another busy', async () => {
  await play(RUNNING);
  await click('pause_run');
  expect(find('pause_run')!.getAttribute('aria-busy')).toBe('true');
  await select('another');
  expect(find('pause_run')!.getAttribute('aria-busy')).toBe('false');
});

test('the code for the model opens the study that is shown, wherever it is', async () => {
  await play();
  const code = "cotune.open('churn', directory='/data')";
  await playTo(recording.messages.length, { head: { ...head(), code } });
  expect(find('model')!.textContent).toContain(`model = ${code}.model()`);
});

test('an open trial shows what has become of it', async () => {
  await play(RUNNING);
  const started = recording.messages.findIndex(
    ({ message }, i) => i >= RUNNING && message.kind === 'update' && (message.trials?.total ?? 0) > 0
  );
  recording.messages.slice(RUNNING, started + 1).forEach(m => model.deliver(m.message, view(m.buffer)));
  await settled();
  await click('tab-trials');
  host.querySelector<HTMLButtonElement>('.ct-trial-running button')!.click();
  await settled();
  const asked = () => model.sent.filter(r => r.kind === 'show_trial').length;
  await vi.waitFor(() => expect(asked()).toBe(1));
  recording.messages.slice(started + 1).forEach(m => model.deliver(m.message, view(m.buffer)));
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(1));
});

test('what the view looks up by itself takes no problem away', async () => {
  await play();
  await click('extend_run');
  model.deliver({ kind: 'outcome', id: last('propose').id, outcome: 'refused', message: 'not now', rule: null });
  await click('tab-trials');
  host.querySelector<HTMLButtonElement>('.ct-trial button')!.click();
  await vi.waitUntil(() => last('show_trial'));
  expect(find('problem')!.textContent).toContain('not now');
});

test('when what was asked for anew gets lost too, it is asked for again', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  begin();
  const [first, , third] = recording.messages;
  [first!, third!].forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  const before = hellos();
  vi.advanceTimersByTime(10_000);
  expect(hellos()).toBeGreaterThan(before);
  recording.messages.slice(0, 1).forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  const healed = hellos();
  vi.advanceTimersByTime(10_000);
  expect(hellos()).toBe(healed);
});

test.each(['busy', 'probing'] as const)('a process that ended while the agent was %s can be woken', async what => {
  await play();
  const { head, turn } = store.state.value.study!;
  const talk = { turn: { ...turn, [what]: true }, offset: 0, lines: [] };
  await playTo(recording.messages.length, { head: { ...head, host: 'asleep' }, talk });
  find('asleep')!.querySelector('button')!.click();
  expect(last('wake_host')).toBeDefined();
});

test('so it can while a chosen model was being made, and not when nothing is left to do', async () => {
  await play();
  const { head, result } = store.state.value.study!;
  await playTo(recording.messages.length, { head: { ...head, host: 'asleep' } });
  expect(find('asleep')).toBeNull();
  const number = recording.messages.length + 2;
  const last = recording.messages.at(-1)!.message as Update;
  const choosing = { ...result, chosen: 3, choosing: true };
  model.deliver({ ...last, number, fresh: false, trials: null, talk: null, result: choosing });
  await settled();
  expect(find('asleep')).not.toBeNull();
});

test('a model that waits for a process is not said to be in the making', async () => {
  await play();
  const { head, progress } = store.state.value.study!;
  const run = { ...progress.run, phase: 'finishing' as const };
  await playTo(recording.messages.length, { head: { ...head, host: 'asleep' }, progress: { ...progress, run } });
  expect(find('phase')!.textContent).toBe('Asleep');
});

async function titled(action: Action) {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const asked = { ...card!, proposal: { ...card!.proposal, action } };
  await playTo(WITH_CARD, { gate: { ...gate, cards: [asked] } });
  return find('card')!.querySelector('h3')!.textContent;
}

test('a card names the whole amount that it asks for', async () => {
  expect(await titled({ kind: 'extend_run', seconds: 20, trials: null })).toBe('Search 20 s longer?');
});

test('also where it asks for two', async () => {
  expect(await titled({ kind: 'extend_run', seconds: 300, trials: 1 })).toBe('Search 5 min or 1 trial longer?');
});

test('a permission of seconds is not one of no minutes', async () => {
  expect(await titled({ kind: 'grant_budget', seconds: 25 })).toBe('Allow 25 s of search without asking?');
});

test('a no is sent once, however often it is clicked', async () => {
  await play(WITH_CARD);
  await click('reject');
  await click('send-reject');
  await click('send-reject');
  expect(model.sent.filter(r => r.kind === 'answer').length).toBe(1);
});
