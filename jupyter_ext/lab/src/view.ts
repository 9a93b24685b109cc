import type { NotebookPanel } from '@jupyterlab/notebook';
import { ServerConnection, type Kernel, type KernelMessage } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import { renderModule } from './module';
import { type Note, putNote } from './note';
import { isOf, RawModel } from './raw_model';

/** The comm id of a kernel's panel; the kernel side makes its widget with it (cotune.ui.widget.PANEL_ID). */
export const PANEL_ID = 'cotune-panel-v1';

export interface ViewOptions {
  trans: TranslationBundle;
  /** Code that brings the panel into a kernel that has none. */
  bootstrap(): string;
  /** The kernel has just made its panel. */
  onAppear(): void;
  /** The line for the status bar has changed. */
  onHeadline(text: string): void;
}

export const memoryKey = (path: string) => `cotune:bootstrap:${ServerConnection.makeSettings().baseUrl}:${path}`;

/** The panel of one notebook: follows its kernel through restarts and changes. */
export class NotebookView extends Panel {
  headline = '';
  private model: RawModel | null = null;
  private undoRender: (() => void) | null = null;
  private kernel: Kernel.IKernelConnection | null = null;
  private generation = 0;
  /** Where the notebook lies, as far as is known. */
  private path: string;
  private readonly note = document.createElement('div');

  constructor(
    private readonly notebook: NotebookPanel,
    private readonly options: ViewOptions
  ) {
    super();
    this.addClass('cotune-view');
    this.note.className = 'cotune-note';
    this.note.setAttribute('role', 'status');
    this.node.appendChild(this.note);
    const { context, sessionContext } = notebook;
    this.path = context.path;
    context.pathChanged.connect(this.onMoved, this);
    sessionContext.kernelChanged.connect(this.onKernelChanged, this);
    sessionContext.statusChanged.connect(this.onStatus, this);
    // While a cell is running this comes only at its end, long after `kernelChanged`: what is typed by then must stay.
    void sessionContext.ready.then(() => {
      if (!this.kernel || this.kernel !== sessionContext.session?.kernel) this.onKernelChanged();
    });
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.clear();
    this.kernel?.iopubMessage.disconnect(this.onIOPub, this);
    super.dispose();
  }

  private onKernelChanged(): void {
    if (this.isDisposed) return;
    const { trans } = this.options;
    this.kernel?.iopubMessage.disconnect(this.onIOPub, this);
    this.kernel = this.notebook.sessionContext.session?.kernel ?? null;
    if (!this.kernel) {
      this.say('no-kernel', { text: trans.__('This notebook has no kernel.') });
      return;
    }
    this.kernel.iopubMessage.connect(this.onIOPub, this);
    void this.attach();
  }

  private onStatus(_: unknown, status: Kernel.Status): void {
    const { trans } = this.options;
    if (status === 'restarting' || status === 'autorestarting') {
      this.say('restarting', { text: trans.__('The kernel is restarting; the search goes on without it.') });
    } else if (status === 'dead') {
      this.say('no-kernel', { text: trans.__('The kernel has died; the search goes on without it.') });
    } else if (status === 'idle' && this.node.dataset.state === 'restarting') {
      this.offerBootstrap();
    }
  }

  private onIOPub(_: unknown, message: KernelMessage.IIOPubMessage): void {
    if (message.header.msg_type === 'comm_open' && isOf(message, PANEL_ID)) {
      this.options.onAppear();
      void this.attach();
    }
  }

  private async attach(): Promise<void> {
    const { trans } = this.options;
    this.say('loading', { text: trans.__('Connecting to the kernel…') });
    const { generation } = this;
    const model = new RawModel(this.kernel!, PANEL_ID);
    this.model = model;
    try {
      const isThere = await model.connect();
      if (generation !== this.generation) return model.dispose();
      if (!isThere) return this.offerBootstrap();
      await this.render(model, generation);
    } catch (error) {
      console.error('cotune', error);
      if (generation === this.generation) this.fail(String(error));
    }
  }

  private async render(model: RawModel, generation: number): Promise<void> {
    const host = document.createElement('div');
    host.className = 'cotune-host ct-side';
    const undo = await renderModule(model, host);
    if (generation !== this.generation) return undo();
    this.undoRender = undo;
    this.node.appendChild(host);
    model.onClosed = () => this.offerBootstrap();
    const follow = () => {
      this.remember(String(model.get('bootstrap') ?? ''));
      this.headline = String(model.get('headline') ?? '');
      this.options.onHeadline(this.headline);
    };
    model.on('change:bootstrap', follow);
    model.on('change:headline', follow);
    model.on('change:_esm', () => void this.attach());
    follow();
    this.node.dataset.state = 'ready';
    putNote(this.note, null);
  }

  private offerBootstrap(): void {
    const { trans } = this.options;
    const kept = this.remembered();
    const code = kept || this.options.bootstrap();
    this.say('no-panel', {
      text: kept
        ? trans.__('The kernel is new. A search goes on without it: bring its panel back with this line.')
        : trans.__('Find a good model for a table of this notebook: say the goal, confirm what matters, watch, steer.'),
      code,
      button: { label: kept ? trans.__('Bring it back') : trans.__('Start here'), press: () => this.run(code) }
    });
  }

  private run(code: string): void {
    const { trans } = this.options;
    this.say('loading', { text: trans.__('Starting in the kernel…') });
    const { generation } = this;
    const future = this.kernel!.requestExecute({ code, silent: false, store_history: false, stop_on_error: false });
    const take = (reply: KernelMessage.IExecuteReplyMsg) => {
      if (generation !== this.generation) return;
      if (reply.content.status === 'error')
        this.fail(trans.__('The kernel said: %1', `${reply.content.ename}: ${reply.content.evalue}`));
      // No comm has opened: the kernel has had its panel all along, too busy to say so before.
      else void this.attach();
    };
    void future.done.then(take, () => {
      // The kernel went away: its status says so.
    });
  }

  /** The line that was kept may be what fails, so it is forgotten on the way on. */
  private fail(text: string): void {
    const press = () => {
      this.remember('');
      this.offerBootstrap();
    };
    this.say('error', { text, button: { label: this.options.trans.__('Start anew'), press } });
  }

  private say(state: string, note: Note): void {
    this.clear();
    this.node.dataset.state = state;
    putNote(this.note, note);
  }

  private clear(): void {
    this.generation++;
    this.undoRender?.();
    this.undoRender = null;
    this.model?.dispose();
    this.model = null;
    this.node.querySelector('.cotune-host')?.remove();
    this.headline = '';
    this.options.onHeadline('');
  }

  /** The line that brings this notebook's study back, kept in the browser over kernel restarts: a hub has many servers. */
  private get memoryKey(): string {
    return memoryKey(this.path);
  }

  /** The line goes with the notebook: the next one of the old name has another study, or none. */
  private onMoved(): void {
    const code = this.remembered();
    this.remember('');
    this.path = this.notebook.context.path;
    this.remember(code);
  }

  private remember(code: string): void {
    if (code) localStorage.setItem(this.memoryKey, code);
    else localStorage.removeItem(this.memoryKey);
  }

  private remembered(): string {
    return localStorage.getItem(this.memoryKey) ?? '';
  }
}
