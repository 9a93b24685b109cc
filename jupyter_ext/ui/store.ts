import type { AnyModel } from '@anywidget/types';
import { computed, signal } from '@preact/signals';
import { EMPTY, reduce } from './state';
import { TrialTable } from './trials';
import type { Action, AnswerCard, Hello, Message, Outcome, Request } from './wire/wire';

export type TabName = 'progress' | 'trials' | 'search' | 'table';

type Body<T> = T extends Exclude<Request, Hello> ? Omit<T, 'id' | 'study'> : never;
/** A request that is under way: not yet with the kernel, or with it and not yet answered. */
interface Pending {
  request: Request;
  sentMs: number;
  received: boolean;
  /** Is told how it ended. */
  ended?(outcome: Outcome): void;
}
/** What came to nothing, and why: what was typed into the request must not be lost with it. */
export interface Problem {
  request: Request;
  outcome: Outcome;
}

/** After this long without a receipt the kernel counts as too busy to hear a click. */
const UNHEARD_MS = 2500;
/** The same request again within this time is the second half of a double click. */
const DOUBLE_CLICK_MS = 800;
/** So often the lobby is asked for anew; what no answer comes to, twice as late each time: a busy kernel hears it all. */
const ASK_AGAIN_MS = 3000;

/** The request that is answered by what is told of a study. */
const ASKED_BY = {
  trial_detail: 'show_trial',
  table_columns: 'show_table',
  column_weights: 'show_weights',
  sent_calls: 'show_sent'
} as const;

/** What whoever looks at a view without a kernel can do. */
export const CUT_OFF = 'This view is cut off from the kernel: run its cell again.';

/** 128 random bits; `crypto.randomUUID` exists on secure pages only, and many hubs are plain http. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

const withoutId = (request: Request) => JSON.stringify({ ...request, id: '' });

/** The state of one view, fed by the widget model, and the requests that it sends. */
export class Store {
  /** Prefix of element ids: several views of one study may be on the page. */
  readonly uid = newId().slice(0, 8);
  readonly state = signal(EMPTY);
  readonly trials = new TrialTable();
  /** Changes whenever trials have changed. */
  readonly trialsVersion = signal(0);
  /** The part, and the trial in its list, that somebody asked to see from outside of it. */
  readonly wanted = signal<{ tab: TabName; trial?: number } | null>(null);
  readonly nowMs = signal(Date.now());
  readonly pending = signal<ReadonlyMap<string, Pending>>(new Map());
  readonly problem = signal<Problem | null>(null);
  readonly unheard = computed(() =>
    [...this.pending.value.values()].some(p => !p.received && this.nowMs.value - p.sentMs > UNHEARD_MS)
  );
  /** Whether what is sent reaches nobody, as far as is known. */
  readonly cutOff = signal(false);
  private readonly stopped = new AbortController();
  /** What somebody asked for last, unless it came to nothing. */
  private lastAct = { text: '', ms: 0 };
  /** The hello that waits for its answer. */
  private asked: Request | null = null;
  private askedMs = 0;
  private unanswered = 0;

  constructor(
    private readonly model: AnyModel,
    /** Whether the view is on the screen. */
    private readonly isSeen: () => boolean = () => true
  ) {}

  start(): void {
    const onMessage = (message: Message, buffers: DataView[]) => this.take(message, buffers[0] ?? null);
    const onLiveness = () => this.noteLiveness();
    this.model.on('msg:custom', onMessage);
    this.model.on('comm_live_update', onLiveness);
    const ticking = setInterval(() => this.tick(), 500);
    this.stopped.signal.addEventListener('abort', () => {
      this.model.off('msg:custom', onMessage);
      this.model.off('comm_live_update', onLiveness);
      clearInterval(ticking);
    });
    // A laptop that wakes up shows a view whose kernel may be gone, or has gone on without it.
    const onSeen = () => this.isOnScreen() && this.hello();
    document.addEventListener('visibilitychange', onSeen, { signal: this.stopped.signal });
    this.hello();
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Sends a request; its outcome ends it, and is shown when it is not simply done. */
  request(body: Body<Request>, ended?: (outcome: Outcome) => void): void {
    const id = newId();
    const request = { ...body, id, study: this.shown() } as Request;
    // What the view asks for by itself answers no problem, and is asked for whenever it is needed.
    if (!request.kind.startsWith('show_')) {
      if (this.isRepeated(request)) return;
      this.problem.value = null;
    }
    const entry = { request, sentMs: Date.now(), received: false, ended };
    this.pending.value = new Map(this.pending.value).set(id, entry);
    this.send(request);
  }

  /** A double click, or one more while the same is under way: a second Stop means not to wait for the model. */
  private isRepeated(request: Request): boolean {
    const text = withoutId(request);
    const now = Date.now();
    const isDouble = text === this.lastAct.text && now - this.lastAct.ms < DOUBLE_CLICK_MS;
    const isUnderWay = [...this.pending.value.values()].some(
      p => withoutId(p.request) === text && now - p.sentMs < UNHEARD_MS
    );
    if (isDouble || isUnderWay) return true;
    this.lastAct = { text, ms: now };
    return false;
  }

  /** A comm that was closed takes nothing: nobody would ever answer. */
  private send(request: Request): void {
    if (this.cutOff.value && request.kind !== 'hello') return this.noteUnsent(request);
    try {
      this.model.send(request);
    } catch (error) {
      console.warn('cotune', error);
      this.noteUnsent(request);
    }
  }

  /** The kernel was restarted, or is there again: the event doesn't say which, but only a live one answers. */
  private noteLiveness(): void {
    this.cutOff.value = true;
    for (const { request } of this.pending.value.values()) this.noteUnsent(request);
    this.asked = null;
    this.hello();
  }

  private noteUnsent(request: Request): void {
    this.noteOutcome({ kind: 'outcome', id: request.id, outcome: 'failed', message: CUT_OFF, rule: null });
  }

  propose(action: Action, ended?: (outcome: Outcome) => void): void {
    this.request({ kind: 'propose', action }, ended);
  }

  /** Asks for the table's columns unless they are known. */
  wantColumns(): void {
    if (this.state.value.columns === null && !this.isPending(r => r.kind === 'show_table'))
      this.request({ kind: 'show_table' });
  }

  answer(answer: Omit<AnswerCard, 'id' | 'study' | 'kind'>): void {
    this.request({ kind: 'answer', ...answer });
  }

  /** Whether such a request is under way for what is on the screen. */
  isPending(test: (request: Request) => boolean): boolean {
    return [...this.pending.value.values()].some(p => p.request.study === this.shown() && test(p.request));
  }

  /** The id of the study on the screen. */
  private shown(): string | null {
    return this.state.value.study?.head.id ?? null;
  }

  /** Asks for everything, unless that is under way. */
  private hello(): void {
    if (this.asked && !this.isDue()) return;
    this.asked = { kind: 'hello', id: newId(), study: null };
    this.askedMs = Date.now();
    this.unanswered++;
    this.send(this.asked);
  }

  private isDue(): boolean {
    return Date.now() - this.askedMs > ASK_AGAIN_MS * 2 ** this.unanswered;
  }

  private isOnScreen(): boolean {
    return !document.hidden && this.isSeen();
  }

  private noteEverything(): void {
    this.asked = null;
    this.unanswered = 0;
    if (this.problem.value?.request.kind === 'hello') this.problem.value = null;
  }

  private tick(): void {
    const { study, gap } = this.state.value;
    this.nowMs.value = Date.now();
    if ((!study || gap) && this.isOnScreen() && this.isDue()) this.hello();
  }

  private take(message: Message, buffer: DataView | null): void {
    this.cutOff.value = false;
    const before = this.state.value;
    const after = reduce(before, message, buffer, this.trials, Date.now());
    if (after.study?.head.id !== before.study?.head.id) this.noteAnotherStudy();
    this.state.value = after;
    if (message.kind === 'lobby' || (message.kind === 'update' && message.fresh)) this.noteEverything();
    if (after.gap && !before.gap) this.hello();
    if (message.kind === 'update' && (message.fresh || message.trials)) this.trialsVersion.value++;
    if (message.kind === 'receipt') this.noteReceipt(message.id);
    if (message.kind === 'outcome') this.noteOutcome(message);
    if (message.kind === 'trial_detail')
      this.forget(r => r.kind === 'show_trial' && r.study === message.study && r.trial === message.row.ask.trial);
    else if ('study' in message) this.forget(r => r.kind === ASKED_BY[message.kind] && r.study === message.study);
  }

  /** What was refused of one study, and asked to be seen of it, means nothing in the next. */
  private noteAnotherStudy(): void {
    this.problem.value = null;
    this.wanted.value = null;
  }

  private noteReceipt(id: string): void {
    const entry = this.pending.value.get(id);
    if (entry) this.pending.value = new Map(this.pending.value).set(id, { ...entry, received: true });
  }

  private noteOutcome(outcome: Outcome): void {
    const entry = this.pending.value.get(outcome.id);
    const request = this.asked?.id === outcome.id ? this.asked : entry?.request;
    if (!request) return;
    if (request === this.asked) this.asked = null;
    this.forget(r => r.id === outcome.id);
    const isBad = outcome.outcome === 'failed' || outcome.outcome === 'refused';
    if (isBad) this.lastAct = { text: '', ms: 0 };
    if (isBad || (outcome.outcome === 'ignored' && outcome.message)) this.problem.value = { request, outcome };
    entry?.ended?.(outcome);
  }

  private forget(test: (request: Request) => boolean): void {
    this.pending.value = new Map([...this.pending.value].filter(([, p]) => !test(p.request)));
  }
}
