import type { Kernel, KernelMessage as Messages } from '@jupyterlab/services';
import { KernelMessage } from '@jupyterlab/services';
import { subshellOf, within } from './subshell';

type Callback = (...args: unknown[]) => void;
type State = Record<string, unknown>;
type Buffer = ArrayBuffer | ArrayBufferView;

/** The data of a comm message of the ipywidgets protocol, as far as it is used. */
interface CommData {
  method: 'update' | 'echo_update' | 'custom' | 'request_state';
  state?: State;
  buffer_paths?: (string | number)[][];
  content?: unknown;
}

const STATE_TIMEOUT_MS = 10_000;
const INFO_TIMEOUT_MS = 20_000;
const TARGET = 'jupyter.widget';

/**
 * A widget model (anywidget's `AnyModel`) over raw comm messages. It attaches to a kernel-side widget by its comm id
 * and needs neither the widget manager nor a free main shell: it speaks through a subshell of its own.
 */
export class RawModel {
  onClosed: (() => void) | null = null;
  readonly widget_manager = {
    get_model: () => Promise.reject(new Error('there is no widget manager in the sidebar'))
  };
  private state: State = {};
  private readonly changed = new Set<string>();
  private readonly callbacks = new Map<string, Set<Callback>>();
  private subshellId: string | null = null;
  private onFirstState: (() => void) | null = null;
  private isAlive = true;

  constructor(
    private readonly kernel: Kernel.IKernelConnection,
    readonly commId: string
  ) {}

  /** Ask the kernel for the comm; false when the kernel has no such comm. */
  async connect(): Promise<boolean> {
    this.subshellId = await subshellOf(this.kernel);
    const request = this.message('comm_info_request', { target_name: TARGET });
    const future = this.kernel.sendShellMessage(request, true);
    const info = (await within(INFO_TIMEOUT_MS, future.done)) as Messages.ICommInfoReplyMsg | null;
    if (!info || info.content.status !== 'ok' || !info.content.comms[this.commId] || !this.isAlive) return false;
    this.kernel.iopubMessage.connect(this.onIOPub, this);
    const first = new Promise<boolean>(resolve => (this.onFirstState = () => resolve(true)));
    this.post({ method: 'request_state' });
    return (await within(STATE_TIMEOUT_MS, first)) === true;
  }

  dispose(): void {
    this.isAlive = false;
    this.kernel.iopubMessage.disconnect(this.onIOPub, this);
    this.callbacks.clear();
  }

  get(key: string): unknown {
    return this.state[key];
  }

  set(key: string | State, value?: unknown): void {
    const patch = typeof key === 'string' ? { [key]: value } : key;
    for (const [name, changed] of Object.entries(patch)) {
      this.state[name] = changed;
      this.changed.add(name);
      this.emit(`change:${name}`, this, changed);
    }
  }

  save_changes(): void {
    const state = Object.fromEntries([...this.changed].map(name => [name, this.state[name]]));
    this.changed.clear();
    this.post({ method: 'update', state, buffer_paths: [] });
  }

  send(content: unknown, _callbacks?: unknown, buffers: Buffer[] = []): void {
    this.post({ method: 'custom', content }, buffers);
  }

  on(event: string, callback: Callback): void {
    const known = this.callbacks.get(event);
    if (known) known.add(callback);
    else this.callbacks.set(event, new Set([callback]));
  }

  off(event?: string | null, callback?: Callback | null): void {
    if (!event) this.callbacks.clear();
    else if (!callback) this.callbacks.delete(event);
    else this.callbacks.get(event)?.delete(callback);
  }

  private emit(event: string, ...args: unknown[]): void {
    this.callbacks.get(event)?.forEach(callback => callback(...args));
  }

  private message(type: 'comm_info_request' | 'comm_msg', content: object, buffers: Buffer[] = []) {
    return KernelMessage.createMessage({
      msgType: type as 'comm_info_request',
      channel: 'shell',
      session: this.kernel.clientId,
      username: this.kernel.username,
      subshellId: this.subshellId,
      content,
      buffers
    });
  }

  private post(data: CommData, buffers: Buffer[] = []): void {
    if (!this.isAlive) return;
    this.kernel.sendShellMessage(this.message('comm_msg', { comm_id: this.commId, data }, buffers), false, true);
  }

  private onIOPub(_: unknown, message: Messages.IIOPubMessage): void {
    if (!isOf(message, this.commId)) return;
    if (message.header.msg_type === 'comm_close') this.onClosed?.();
    if (message.header.msg_type === 'comm_msg') {
      this.take((message.content as unknown as { data: CommData }).data, (message.buffers ?? []).map(asView));
    }
  }

  private take(data: CommData, buffers: DataView[]): void {
    if (data.method === 'custom') this.emit('msg:custom', data.content, buffers);
    if (data.method !== 'update' && data.method !== 'echo_update') return;
    const state = data.state ?? {};
    data.buffer_paths?.forEach((path, i) => putAt(state, path, buffers[i]));
    // Lab's own widget manager asks for the whole state too, late when a cell is running: most of it is no news.
    const news = Object.entries(state).filter(([name, value]) => this.state[name] !== value);
    Object.assign(this.state, state);
    if (this.onFirstState) {
      // A headline that changes meanwhile comes before the whole state, and is no module to render.
      if (typeof state._esm !== 'string') return;
      this.onFirstState();
      this.onFirstState = null;
    } else {
      for (const [name, value] of news) this.emit(`change:${name}`, this, value);
    }
  }
}

/** Whether a message on iopub belongs to this comm. */
export function isOf(message: Messages.IIOPubMessage, commId: string): boolean {
  return (message.content as { comm_id?: string }).comm_id === commId;
}

function asView(buffer: Buffer): DataView {
  return buffer instanceof ArrayBuffer
    ? new DataView(buffer)
    : new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function putAt(state: State, path: (string | number)[], value: unknown): void {
  let holder = state;
  for (const step of path.slice(0, -1)) holder = holder[step] as State;
  holder[path[path.length - 1]!] = value;
}
