import recorded from '../wire/recorded/study.json';
import type {
  ChatLine,
  Gate,
  Head,
  Message,
  Progress,
  Result,
  Saying,
  Search,
  TableNotes,
  TurnState
} from '../../jupyter_ext/ui/wire/wire';

interface Recording {
  messages: { message: Message; buffer: string }[];
  expected: {
    head: Head;
    turn: TurnState;
    saying: Saying;
    chat: ChatLine[];
    gate: Gate;
    search: Search;
    progress: Progress;
    result: Result;
    table: TableNotes;
    columns: string;
    names: string[];
  };
}

/** What Python sent over a whole study (tests/wire/record.py), and what it must amount to. */
export const recording = recorded as unknown as Recording;

export function view(base64: string): DataView {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0));
  return new DataView(bytes.buffer);
}
