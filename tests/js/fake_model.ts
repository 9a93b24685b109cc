import type { AnyModel } from '@anywidget/types';
import type { Message, Request } from '../../jupyter_ext/ui/wire/wire';

type Listener = (message: Message, buffers: DataView[]) => void;

/** The widget model as the UI sees it: keeps requests, delivers messages. */
export class FakeModel {
  readonly sent: Request[] = [];
  private listeners = new Set<Listener>();
  private liveness = new Set<() => void>();

  on(event: string, listener: Listener) {
    if (event === 'comm_live_update') this.liveness.add(listener as () => void);
    else this.listeners.add(listener);
  }

  off(event: string, listener: Listener) {
    if (event === 'comm_live_update') this.liveness.delete(listener as () => void);
    else this.listeners.delete(listener);
  }

  /** As ipywidgets tells that its comm was lost, or is there again. */
  changeLiveness() {
    this.liveness.forEach(listener => listener());
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
