import type { AnyModel } from '@anywidget/types';
import type { Message, Request } from '../../jupyter_ext/ui/wire/wire';

type Listener = (message: Message, buffers: DataView[]) => void;

/** The widget model as the UI sees it: keeps requests, delivers messages. */
export class FakeModel {
  readonly sent: Request[] = [];
  private listeners = new Set<Listener>();

  on(_event: string, listener: Listener) {
    this.listeners.add(listener);
  }

  off(_event: string, listener: Listener) {
    this.listeners.delete(listener);
  }

  send(request: Request) {
    this.sent.push(request);
  }

  deliver(message: Message, buffer: DataView | null = null) {
    this.listeners.forEach(listener => listener(message, buffer ? [buffer] : []));
  }

  get listenerCount() {
    return this.listeners.size;
  }

  asModel(): AnyModel {
    return this as unknown as AnyModel;
  }
}
