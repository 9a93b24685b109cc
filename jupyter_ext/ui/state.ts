import type { TrialTable } from './trials';
import type {
  ChatLine,
  ColumnNote,
  ColumnWeights,
  Gate,
  Head,
  Lobby,
  Message,
  Outcome,
  Progress,
  Result,
  RunState,
  Saying,
  Search,
  SentCalls,
  TableNotes,
  TrialDetail,
  TurnState,
  Update
} from './wire/wire';

/** A study as it is shown; complete from the first fresh update on. */
export interface StudyState {
  number: number;
  seq: number;
  /** Kernel clock minus browser clock. */
  clockSkewMs: number;
  head: Head;
  turn: TurnState;
  /** What the agent says at this moment. */
  saying: Saying;
  chat: readonly ChatLine[];
  gate: Gate;
  search: Search;
  progress: Progress;
  result: Result;
  table: TableNotes;
}

/** What the UI knows. `gap`: a message was lost, everything has to be sent again. */
export interface State {
  study: StudyState | null;
  lobby: Lobby | null;
  /** The trials that were asked for last, in full, by number: replies come to every view, and in any order. */
  detail: ReadonlyMap<number, TrialDetail>;
  /** The columns of the study's table, once they were asked for. */
  columns: ColumnNote[] | null;
  /** Which columns a model relies on, once it was asked for. */
  weights: ColumnWeights | null;
  /** What was sent to the model, once it was asked for. */
  sent: SentCalls | null;
  outcome: Outcome | null;
  gap: boolean;
}

/** So many trials are kept in full. */
const MOST_DETAIL = 20;

export const EMPTY: State = {
  study: null,
  lobby: null,
  detail: new Map(),
  columns: null,
  weights: null,
  sent: null,
  outcome: null,
  gap: false
};

/** The next state after a message. Trials are large, so they are taken into `trials` in place. */
export function reduce(
  state: State,
  message: Message,
  buffer: DataView | null,
  trials: TrialTable,
  nowMs: number
): State {
  // An answer may come when another study has been selected.
  if ('study' in message && message.study !== state.study?.head.id) return state;
  switch (message.kind) {
    case 'update':
      return takeUpdate(state, message, buffer, trials, nowMs);
    case 'lobby':
      trials.clear();
      return { ...EMPTY, lobby: message };
    case 'outcome':
      return { ...state, outcome: message };
    case 'trial_detail':
      return { ...state, detail: withDetail(state.detail, message) };
    case 'table_columns':
      return { ...state, columns: message.columns };
    case 'column_weights':
      return { ...state, weights: message };
    case 'sent_calls':
      return { ...state, sent: message };
    case 'receipt':
      return state;
  }
}

function withDetail(known: State['detail'], detail: TrialDetail): State['detail'] {
  const { trial } = detail.row.ask;
  const others = [...known].filter(([id]) => id !== trial);
  return new Map([...others.slice(1 - MOST_DETAIL), [trial, detail]]);
}

function takeUpdate(state: State, update: Update, buffer: DataView | null, trials: TrialTable, nowMs: number): State {
  if (!update.fresh && state.study?.number !== update.number - 1) return { ...state, gap: true };
  if (update.fresh) trials.clear();
  if (update.trials && buffer) trials.take(update.trials.rows, update.trials.total, buffer);
  const study = update.fresh ? complete(update, nowMs) : patched(state.study!, update, nowMs);
  const { columns, weights, detail, sent } = study.head.id === state.study?.head.id ? state : EMPTY;
  return { ...state, study, columns, weights, detail, sent, lobby: null, gap: false };
}

function complete(update: Update, nowMs: number): StudyState {
  return {
    number: update.number,
    seq: update.seq,
    clockSkewMs: update.now_ms - nowMs,
    head: update.head!,
    turn: update.talk!.turn,
    saying: update.saying!,
    chat: update.talk!.lines,
    gate: update.gate!,
    search: update.search!,
    progress: update.progress!,
    result: update.result!,
    table: update.table!
  };
}

function patched(study: StudyState, update: Update, nowMs: number): StudyState {
  return {
    number: update.number,
    seq: update.seq,
    clockSkewMs: update.now_ms - nowMs,
    head: update.head ?? study.head,
    turn: update.talk?.turn ?? study.turn,
    saying: update.saying ?? study.saying,
    chat: update.talk ? [...study.chat.slice(0, update.talk.offset), ...update.talk.lines] : study.chat,
    gate: update.gate ?? study.gate,
    search: update.search ?? study.search,
    progress: update.progress ?? study.progress,
    result: update.result ?? study.result,
    table: update.table ?? study.table
  };
}

/** Whether the run needs its process at this moment. */
export const isMoving = ({ phase }: RunState) => phase === 'running' || phase === 'finishing';

/** Seconds the run has been active by now; pauses don't count. */
export function activeSeconds(study: StudyState, nowMs: number): number {
  const { run, as_of_ms } = study.progress;
  const since = isMoving(run) && study.head.host === 'alive' ? (nowMs + study.clockSkewMs - as_of_ms) / 1000 : 0;
  return run.active_s + Math.max(0, since);
}
