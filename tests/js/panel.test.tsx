// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from '../../jupyter_ext/ui/app';
import { Store } from '../../jupyter_ext/ui/store';
import type { Lobby, Message, Request, Update } from '../../jupyter_ext/ui/wire/wire';
import { FakeModel } from './fake_model';
import { recording, view } from './recorded';

vi.mock('uplot', () => ({
  default: class {
    static paths = { stepped: () => () => null };
    setData() {}
    setSize() {}
    redraw() {}
    destroy() {}
  }
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  }
);

let host: HTMLElement;
let model: FakeModel;
let store: Store;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  model = new FakeModel();
  store = new Store(model.asModel());
  render(<App store={store} />, host);
  store.start();
});

afterEach(() => {
  store.stop();
  render(null, host);
  host.remove();
  vi.useRealTimers();
});

const settled = () => new Promise(resolve => setTimeout(resolve, 30));
const find = (id: string) => host.querySelector<HTMLElement>(`[data-testid=${id}]`);
const last = <K extends Request['kind']>(kind: K) =>
  model.sent.filter((r): r is Extract<Request, { kind: K }> => r.kind === kind).at(-1)!;

async function play(until: number = recording.messages.length) {
  recording.messages.slice(0, until).forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  await settled();
}

async function click(id: string) {
  find(id)!.click();
  await settled();
}

/** How many updates bring the recorded study to where the card waits. */
const WITH_CARD =
  1 + recording.messages.findIndex(({ message }) => message.kind === 'update' && message.gate?.cards.length);
const RUNNING =
  1 +
  recording.messages.findIndex(({ message }) => message.kind === 'update' && message.progress?.run.phase === 'running');

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

test('approving sends the digest of what was shown', async () => {
  await play(WITH_CARD);
  await click('approve');
  const card = store.state.value.study!.gate.cards[0]!;
  expect(last('answer')).toMatchObject({ answer: 'approve', card: card.id, action_digest: card.action_digest });
  expect((find('approve') as HTMLButtonElement).disabled).toBe(true);
});

test('an edit carries the whole edited action', async () => {
  await play(WITH_CARD);
  await click('edit');
  const minutes = find('minutes') as HTMLInputElement;
  minutes.value = '2';
  minutes.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('submit-spec');
  expect(last('answer')).toMatchObject({
    answer: 'edit',
    edited: { kind: 'start_search', spec: { target: 'Churn', seconds: 120 } }
  });
});

test('while a card is edited, the cost of the draft is not shown as that of the edit', async () => {
  await play(WITH_CARD);
  expect(find('card')!.textContent).toContain('of search');
  await click('edit');
  expect(find('card')!.textContent).not.toContain('of search');
});

test('beside the best stand default XGBoost and a guess', async () => {
  await play();
  expect(find('baselines')!.textContent).toMatch(/Default XGBoost0\.\d{4}A guess without looking0\.\d{4}/);
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

test('a rejection carries its reason', async () => {
  await play(WITH_CARD);
  await click('reject');
  const reason = find('reason') as HTMLInputElement;
  reason.value = 'too long';
  reason.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('send-reject');
  expect(last('answer')).toMatchObject({ answer: 'reject', reason: 'too long', edited: null });
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
  store.stop();
  store = new Store(model.asModel());
  render(<App store={store} />, host);
  store.start();
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
