// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Conversation } from '../../jupyter_ext/ui/conversation';
import { Notices } from '../../jupyter_ext/ui/notices';
import { Store } from '../../jupyter_ext/ui/store';
import type { Request, Update } from '../../jupyter_ext/ui/wire/wire';
import { FakeModel } from './fake_model';
import { recording, view } from './recorded';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  }
);

function Agent({ store }: { store: Store }) {
  const study = store.state.value.study;
  return study && [<Notices store={store} study={study} />, <Conversation store={store} study={study} />];
}

const { turn, chat, head } = recording.expected;
const final = recording.messages.at(-1)!.message as Update;
const unchanged = Object.fromEntries(Object.keys(final).map(part => [part, null]));
let host: HTMLElement;
let model: FakeModel;
let store: Store;
let number = final.number;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  model = new FakeModel();
  store = new Store(model.asModel());
  render(<Agent store={store} />, host);
  store.start();
  recording.messages.forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  number = final.number;
});

afterEach(() => {
  store.stop();
  render(null, host);
  host.remove();
});

const find = (id: string) => host.querySelector<HTMLElement>(`[data-testid=${id}]`);
const last = <K extends Request['kind']>(kind: K) =>
  model.sent.filter((r): r is Extract<Request, { kind: K }> => r.kind === kind).at(-1)!;

/** An update of some parts of the recorded study. */
async function news(parts: Partial<Update>) {
  number += 1;
  const frame = { kind: 'update', number, fresh: false, seq: final.seq, now_ms: final.now_ms } as const;
  model.deliver({ ...unchanged, ...frame, ...parts } as Update);
  await new Promise(resolve => setTimeout(resolve, 30));
}

const turned = (changes: Partial<typeof turn>) => ({ turn: { ...turn, ...changes }, offset: chat.length, lines: [] });

test('the agent’s words show as they come, without HTML, and go when they are said', async () => {
  await news({ talk: turned({ busy: true }), saying: { text: 'It **goes** <img src=x>', notice: '' } });
  expect(find('saying')!.innerHTML).toContain('<strong>goes</strong>');
  expect(find('saying')!.querySelector('img')).toBeNull();
  await news({ saying: { text: '', notice: 'The provider limits the rate. Trying again in 7 s.' } });
  expect(find('saying')).toBeNull();
  expect(host.textContent).toContain('Trying again in 7 s.');
  await news({ talk: turned({ busy: false }) });
  expect(host.textContent).not.toContain('Trying again');
});

test('messages that wait for the agent are counted', async () => {
  await news({ talk: turned({ busy: true, waiting: [{ turn: 'later', words_of: 'later' }] }) });
  expect(host.textContent).toContain('1 more message to answer.');
});

test('what the model used is shown with its limits, and what is unknown is said to be', async () => {
  expect(find('ledger')).toBeNull();
  const used = { input_tokens: 12000, output_tokens: 345, unmetered_calls: 0, money: 0, unpriced_tokens: 12345 };
  const last = { ...used, input_tokens: 900, output_tokens: 100 };
  await news({ talk: turned({ used, used_last: last }) });
  expect(find('ledger')!.textContent).toBe('Model use: 12,345 of 2,000,000 tokens, cost unknown (last answer: 1,000)');
  const paid = { ...used, money: 1.5, unpriced_tokens: 0, unmetered_calls: 1 };
  const budget = { ...turn.budget, study_tokens: null, money: 2, input_price: 1, output_price: 1 };
  await news({ talk: turned({ used: paid, used_last: last, budget }) });
  expect(find('ledger')!.textContent).toContain('12,345 tokens, about 1.50 of 2 USD, and 1 answer of unknown size');
});

test('a turn that ended at a limit offers to raise it, through the gate', async () => {
  const raise_to = { ...turn.budget, turn_tokens: 400_000 };
  await news({ talk: turned({ busy: false, retryable: true, problem: 'The limit is reached.', raise_to }) });
  find('agent-problem')!.querySelector('button')!.click();
  expect(last('propose').action).toEqual({ kind: 'limit_agent', budget: raise_to });
});

test('a failed turn offers another try and the built-in planner', async () => {
  const failed = turned({ busy: false, retryable: true, problem: 'The connection broke off.' });
  await news({ head: { ...head, planner: 'openai-chat: some-model' }, talk: failed });
  expect(find('agent-problem')!.textContent).toContain('The connection broke off.');
  const [again, builtIn] = find('agent-problem')!.querySelectorAll('button');
  again!.click();
  expect(last('retry_agent').built_in).toBe(false);
  builtIn!.click();
  expect(last('retry_agent').built_in).toBe(true);
});

test('what the model knows of the table is measured through the gate, and shown with its interval', async () => {
  await news({ head: { ...head, planner: 'openai-chat: some-model' } });
  [...find('sent')!.querySelectorAll('button')].find(b => b.textContent!.startsWith('Does it know'))!.click();
  expect(last('propose').action).toEqual({ kind: 'probe_model', rows: 10 });
  await news({ talk: turned({ probing: true }) });
  expect(find('sent')!.textContent).toContain('Measuring');
  const probed = { rows: 10, cells: 0.9, control: 0.2, score: 0.875, low: 0.8, high: 0.93, names: 1, names_control: 0 };
  await news({ talk: turned({ probing: false, probed }) });
  expect(find('probed')!.textContent).toBe(
    'It knows this table from elsewhere: score 0.88, 95 % interval 0.80 to 0.93.'
  );
  await news({ talk: turned({ probed: { ...probed, low: -0.1 } }) });
  expect(find('probed')!.textContent).toContain('does not seem to know');
});

test('what the model sees is chosen through the gate, and what it was sent is shown as text', async () => {
  await news({ head: { ...head, planner: 'openai-chat: some-model' } });
  const box = find('sent') as HTMLDetailsElement;
  const select = box.querySelector('select')!;
  expect(select.value).toBe('1');
  select.value = '2';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  expect(last('propose').action).toEqual({ kind: 'share_with_agent', sharing: { level: 2, labels: [] } });
  expect(last('show_sent')).toBeUndefined();
  box.open = true;
  box.dispatchEvent(new Event('toggle'));
  expect(last('show_sent')).toBeDefined();
  const call = { at: '2026-01-01T10:00:00Z', turn: 't', to: 'a model', is_exact: true, is_cut: false };
  const bodies = ['{ "messages": ["<img src=x>"],  "n": 1.0 }', 'no JSON, cut'];
  const calls = bodies.map(body => ({ ...call, body }));
  model.deliver({ kind: 'sent_calls', study: head.id, calls, newer: 0, total: 12 });
  await new Promise(resolve => setTimeout(resolve, 30));
  const shown = [...box.querySelectorAll('pre')].map(pre => pre.textContent);
  expect(shown).toEqual(['no JSON, cut', bodies[0], JSON.stringify(JSON.parse(bodies[0]!), null, 1)]);
  expect(box.querySelector('img')).toBeNull();
  await news({ talk: turned({ sharing: { level: 3, labels: ['region'] } }) });
  expect(box.textContent).toContain('Labels of: region.');
});

test('what was sent stays to be seen when the built-in planner answers again, to its oldest call', async () => {
  const box = find('sent') as HTMLDetailsElement;
  expect(box.querySelector('select')).toBeNull();
  box.open = true;
  box.dispatchEvent(new Event('toggle'));
  expect(last('show_sent').newer).toBe(0);
  const call = { at: '2026-01-01T10:00:00Z', turn: 't', to: 'a model', body: '{}', is_exact: true, is_cut: false };
  const page = async (n: number, newer: number) => {
    model.deliver({ kind: 'sent_calls', study: head.id, calls: Array(n).fill(call), newer, total: 13 });
    await new Promise(resolve => setTimeout(resolve, 30));
  };
  await page(10, 0);
  expect(find('sent-range')!.textContent).toBe('Calls 4 to 13 of 13 that are kept.');
  expect(find('sent-newer')).toBeNull();
  find('sent-older')!.click();
  expect(last('show_sent').newer).toBe(10);
  await page(3, 10);
  expect(find('sent-range')!.textContent).toBe('Calls 1 to 3 of 13 that are kept.');
  expect(find('sent-older')).toBeNull();
  find('sent-newer')!.click();
  expect(last('show_sent').newer).toBe(0);
});

test('who answers is shown, and another model is chosen through the gate', async () => {
  const box = find('agent-model')!;
  expect(box.textContent).toContain('Answered by: built-in planner');
  expect(find('use-built-in')).toBeNull();
  const name = find('agent-model-name') as HTMLInputElement;
  const use = find('submit-agent-model') as HTMLButtonElement;
  expect(use.disabled).toBe(true);
  name.value = ' openai:gpt-4o-mini ';
  name.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise(resolve => setTimeout(resolve, 30));
  expect(use.disabled).toBe(false);
  name.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  expect(last('propose')).toBeUndefined();
  use.click();
  expect(last('propose').action).toEqual({ kind: 'set_agent_model', model: 'openai:gpt-4o-mini', is_object: false });
  await news({ head: { ...head, planner: 'openai:gpt-4o-mini' } });
  find('use-built-in')!.click();
  expect(last('propose').action).toEqual({ kind: 'set_agent_model', model: null, is_object: false });
});
