import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { actionWords } from './action_words';
import { Changes, Consequences } from './card_facts';
import { NumberField, onlyTheButtonSubmits } from './fields';
import { figureMark } from './figures';
import { minutes } from './format';
import { Icon } from './icons';
import { SpecForm } from './spec_form';
import { changeLines } from './spec_words';
import type { Store } from './store';
import { OWN_IDEA, type Action, type AnswerCard, type Card, type ExtendRun } from './wire/wire';

export type Answer = Pick<AnswerCard, 'answer' | 'edited' | 'reason'>;

interface CardProps {
  store: Store;
  card: Card;
  planner: string;
  /** Whether it has been here long enough to be what a click is meant for. */
  isSettled: boolean;
  isAnswered: boolean;
  answer(given: Answer): void;
}

type Mode = 'read' | 'edit' | 'reject';

/** What lets the agent see, spend or do more from now on: Enter, which is pressed without looking, is no yes to it. */
const GIVES_MORE: readonly Action['kind'][] = [
  'grant_budget',
  'set_autonomy',
  'limit_agent',
  'share_with_agent',
  'set_agent_model',
  'probe_model'
];

/** `unasked`: the agent suggests it by itself, by built-in rules and without its model. */
const EYEBROWS = {
  human: 'This needs your OK',
  agent: 'The agent asks for your OK',
  unasked: 'The agent suggests, unasked'
} as const;
const REASONS = { human: 'Note', unasked: 'Why, from the figures of the run (built-in rules)' } as const;

/** The keyboard goes on in the form that has opened, and afterwards at the button that opened it. */
function useFocusOn(mode: Mode): RefObject<HTMLElement | null> {
  const article = useRef<HTMLElement>(null);
  const before = useRef(mode);
  useLayoutEffect(() => {
    if (mode === before.current) return;
    const next = mode === 'read' ? `[data-testid=${before.current}]` : 'form :is(select, input)';
    before.current = mode;
    article.current?.querySelector<HTMLElement>(next)?.focus();
  }, [mode]);
  return article;
}

/** One card: what would be done, what it costs, and the answers. */
export function CardView({ store, card, planner, isSettled, isAnswered, answer }: CardProps) {
  const [mode, setMode] = useState<Mode>('read');
  const article = useFocusOn(mode);
  const { action, actor, why, figures } = card.proposal;
  const title = actionWords(action);
  const from = card.verdict.rule === OWN_IDEA ? 'unasked' : actor;
  return (
    <article
      ref={article}
      class={isSettled ? 'ct-card' : 'ct-card ct-unsettled'}
      aria-label={`Waiting for you: ${title}`}
      data-testid="card"
    >
      <p class="ct-eyebrow">{EYEBROWS[from]}</p>
      <h3 tabIndex={-1}>{title}</h3>
      {mode !== 'edit' && <Changes lines={changeLines(card)} />}
      {mode !== 'edit' && <Consequences card={card} />}
      {why && (
        <blockquote class="ct-why" data-testid="why">
          <span class="ct-who">
            {from === 'agent' ? `The agent’s reason, in its own words (${planner || 'agent'})` : REASONS[from]}
          </span>
          {figureMark(figures, store)(why)}
        </blockquote>
      )}
      {mode === 'read' && (
        <Buttons
          action={action}
          isSettled={isSettled}
          isAnswered={isAnswered}
          answer={answer}
          edit={() => setMode('edit')}
          reject={() => setMode('reject')}
        />
      )}
      {mode === 'reject' && <RejectForm answer={answer} cancel={() => setMode('read')} />}
      {mode === 'edit' && <EditForm store={store} action={action} answer={answer} cancel={() => setMode('read')} />}
    </article>
  );
}

interface ButtonsProps {
  action: Action;
  isSettled: boolean;
  isAnswered: boolean;
  answer(given: Answer): void;
  edit(): void;
  reject(): void;
}

function Buttons({ action, isSettled, isAnswered, answer, edit, reject }: ButtonsProps) {
  const isEditable = action.kind === 'start_search' || action.kind === 'extend_run';
  const givesMore = GIVES_MORE.includes(action.kind);
  return (
    <div class="ct-controls ct-answers" role="group" aria-label="Your answer">
      <button
        class="ct-primary"
        data-testid="approve"
        disabled={isAnswered}
        aria-disabled={!isSettled}
        title={givesMore ? 'By a click or the space bar: Enter gives no permission' : undefined}
        onKeyDown={event => {
          if (event.key === 'Enter' && givesMore) event.preventDefault();
        }}
        onClick={() => answer({ answer: 'approve', edited: null, reason: '' })}
      >
        <Icon name="check" />
        Approve
      </button>
      {isEditable && (
        <button data-testid="edit" disabled={isAnswered} aria-disabled={!isSettled} onClick={() => isSettled && edit()}>
          <Icon name="edit" />
          Edit
        </button>
      )}
      <button data-testid="reject" disabled={isAnswered} onClick={reject}>
        <Icon name="close" />
        Reject
      </button>
    </div>
  );
}

function RejectForm({ answer, cancel }: { answer(given: Answer): void; cancel(): void }) {
  const [reason, setReason] = useState('');
  return (
    <form
      class="ct-form"
      onSubmit={event => {
        event.preventDefault();
        answer({ answer: 'reject', edited: null, reason });
      }}
    >
      <label>
        Why not? The agent will respect it.
        <input
          value={reason}
          data-testid="reason"
          onInput={event => setReason(event.currentTarget.value)}
          onKeyDown={event => event.stopPropagation()}
        />
      </label>
      <div class="ct-controls">
        <button type="submit" class="ct-primary" data-testid="send-reject">
          Reject
        </button>
        <button type="button" onClick={cancel}>
          Back
        </button>
      </div>
    </form>
  );
}

interface EditProps {
  store: Store;
  action: Action;
  answer(given: Answer): void;
  cancel(): void;
}

function EditForm({ store, action, answer, cancel }: EditProps) {
  const approve = (edited: Action) => answer({ answer: 'edit', edited, reason: '' });
  switch (action.kind) {
    case 'start_search':
      return (
        <SpecForm
          store={store}
          spec={action.spec}
          submitLabel="Approve with changes"
          submit={spec => approve({ kind: 'start_search', spec })}
          cancel={cancel}
        />
      );
    case 'extend_run':
      return <ExtendForm action={action} approve={approve} cancel={cancel} />;
    default:
      return null;
  }
}

interface ExtendProps {
  action: ExtendRun;
  approve(edited: Action): void;
  cancel(): void;
}

/** More time, more trials or both, as was asked for. */
function ExtendForm({ action, approve, cancel }: ExtendProps) {
  const [seconds, setSeconds] = useState(action.seconds);
  const [trials, setTrials] = useState(action.trials);
  const hasAmount = Boolean(seconds || trials);
  return (
    <form
      class="ct-form"
      onKeyDown={onlyTheButtonSubmits}
      onSubmit={event => {
        event.preventDefault();
        if (hasAmount) approve({ ...action, seconds: seconds || null, trials: trials || null });
      }}
    >
      {action.seconds !== null && (
        <NumberField
          label="Minutes"
          value={minutes(action.seconds)}
          testId="amount-minutes"
          set={typed => setSeconds(typed && 60 * typed)}
        />
      )}
      {action.trials !== null && (
        <NumberField label="Trials" value={action.trials} testId="amount-trials" set={setTrials} />
      )}
      <div class="ct-controls">
        <button type="submit" class="ct-primary" disabled={!hasAmount} data-testid="submit-extension">
          Approve with changes
        </button>
        <button type="button" onClick={cancel}>
          Back
        </button>
      </div>
    </form>
  );
}
