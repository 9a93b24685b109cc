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
