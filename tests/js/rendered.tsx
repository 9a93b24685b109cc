import { render } from 'preact';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { App } from '../../jupyter_ext/ui/app';
import { Store } from '../../jupyter_ext/ui/store';
import { TRIAL_COLUMNS, type ColumnNote, type Request, type Update } from '../../jupyter_ext/ui/wire/wire';
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

export let host: HTMLElement;
export let model: FakeModel;
export let store: Store;

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  model = new FakeModel();
  begin();
});

/** A view of the model, in the place of the one before. */
export function begin() {
  store?.stop();
  store = new Store(model.asModel());
  render(<App store={store} />, host);
  store.start();
}

afterEach(() => {
  store.stop();
  render(null, host);
  host.remove();
  vi.useRealTimers();
});

export const settled = () => new Promise(resolve => setTimeout(resolve, 30));
/** Of the study on the screen. */
export const head = () => store.state.value.study!.head;
export const find = (id: string) => host.querySelector<HTMLElement>(`[data-testid=${id}]`);
export const last = <K extends Request['kind']>(kind: K) =>
  model.sent.filter((r): r is Extract<Request, { kind: K }> => r.kind === kind).at(-1)!;

export async function play(until: number = recording.messages.length) {
  recording.messages.slice(0, until).forEach(({ message, buffer }) => model.deliver(message, view(buffer)));
  await settled();
}

/** Clicks once the button takes it: a card that has just come takes no yes. */
export async function click(id: string) {
  await vi.waitFor(() => expect(find(id)!.getAttribute('aria-disabled')).not.toBe('true'), { timeout: 2000 });
  find(id)!.click();
  await settled();
}

/** How many updates bring the recorded study to where the card waits. */
export const WITH_CARD =
  1 + recording.messages.findIndex(({ message }) => message.kind === 'update' && message.gate?.cards.length);
export const RUNNING =
  1 +
  recording.messages.findIndex(({ message }) => message.kind === 'update' && message.progress?.run.phase === 'running');

/** The recorded study, with some parts of its last update as they might have been. */
export async function playTo(until: number, parts: Partial<Update>) {
  await play(until);
  await goOn(until, parts);
}

/** These parts, after the recording's first `until` updates. */
export async function goOn(until: number, parts: Partial<Update>) {
  const last = recording.messages[until - 1]!.message as Update;
  const number = store.state.value.study!.number + 1;
  model.deliver({ ...last, number, fresh: false, trials: null, talk: null, ...parts });
  await settled();
}

/** What a kernel sends when another study is selected. */
export function select(name: string, id = name) {
  const { number, head, turn, chat, saying, gate, search, progress, result, table } = store.state.value.study!;
  const fresh: Update = {
    kind: 'update',
    number: number + 1,
    fresh: true,
    seq: 9,
    now_ms: 0,
    head: { ...head, id, name },
    talk: { turn, offset: 0, lines: [...chat] },
    ...{ saying, gate, search, progress, result, table },
    trials: { rows: 1, total: 1 }
  };
  const row = new DataView(new ArrayBuffer(8 * TRIAL_COLUMNS.length));
  row.setFloat64(8 * TRIAL_COLUMNS.indexOf('run'), progress.run.run, true);
  model.deliver(fresh, row);
  return settled();
}

/** A column as the kernel tells of it. */
export const note = (name: string): ColumnNote => ({
  name,
  kind: 'number',
  n_missing: 0,
  n_unique: 7,
  low: 1,
  high: 9,
  histogram: [1, 2, 4],
  is_unused: false
});
