import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { AgentModel } from './agent_model';
import { Boundary } from './boundary';
import { figureMark } from './figures';
import { count } from './format';
import { Icon } from './icons';
import { Markdown } from './markdown';
import { Sent } from './sent';
import type { StudyState } from './state';
import type { Problem, Store } from './store';
import { usageWords } from './usage';
import type { ChatLine, Request } from './wire/wire';

/** The talk with the agent, and the place to write. */
export function Conversation({ store, study }: { store: Store; study: StudyState }) {
  const { chat, turn, saying } = study;
  const log = useRef<HTMLDivElement>(null);
  const unsaid = [...store.pending.value.values()].flatMap(({ request }) =>
    request.kind === 'say' && request.study === study.head.id && !chat.some(line => line.turn === request.id)
      ? [request]
      : []
  );
  useStuckToBottom(log, [chat.length, unsaid.length, turn.busy, saying.text.length], unsaid.at(-1)?.id);
  const isLost = study.head.host === 'lost';
  const hasRun = study.progress.run.phase !== 'none';
  const say = (text: string) => store.request({ kind: 'say', text });
  return (
    <section class="ct-conversation" aria-label="Conversation">
      <div class="ct-log" role="log" aria-label="Messages" tabIndex={0} ref={log}>
        {chat.length + unsaid.length === 0 &&
          !isLost &&
          (hasRun ? <SteeringHint say={say} /> : <FirstHint target={study.head.target} say={say} />)}
        {chat.map((line, i) => (
          <Boundary key={line.seq} of={line} instead={<PlainLine line={line} />}>
            <Line line={line} isLast={i === chat.length - 1} say={say} store={store} />
          </Boundary>
        ))}
        {unsaid.map(request => (
          <p key={request.id} class="ct-line ct-you ct-unsaid">
            {request.text}
          </p>
        ))}
        {turn.busy && (
          <>
            {saying.text && (
              <div class="ct-line ct-agent ct-saying" aria-live="off" data-testid="saying">
                <Boundary of={saying.text} instead={<p class="ct-plain">{saying.text}</p>}>
                  <Markdown text={saying.text} />
                </Boundary>
              </div>
            )}
            <p class="ct-quiet ct-thinking" role="status">
              {saying.notice || (saying.text ? 'The agent is answering…' : 'The agent is thinking…')}{' '}
              {turn.waiting.length > 0 && `${count(turn.waiting.length, 'more message')} to answer. `}
              <button class="ct-link" onClick={() => store.request({ kind: 'stop_agent' })}>
                Stop it
              </button>
            </p>
          </>
        )}
      </div>
      {turn.used.input_tokens + turn.used.unmetered_calls > 0 && (
        <p class="ct-quiet ct-ledger" data-testid="ledger">
          {usageWords(turn)}
        </p>
      )}
      {!isLost && <AgentModel store={store} study={study} />}
      <Sent store={store} study={study} />
      {!isLost && (
        <Composer
          hint={chat.length || hasRun ? 'Say what to change, or ask' : 'What do you want to predict?'}
          problem={store.problem.value}
          say={say}
        />
      )}
    </section>
  );
}

/**
 * News scroll into view, and so does the last line when the log gets smaller, unless the reader is further up.
 * Whoever has `sent` something is at the end again.
 */
function useStuckToBottom(log: RefObject<HTMLDivElement | null>, news: unknown[], sent: string | undefined): void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = log.current!;
    const toEnd = () => isAtEnd.current && element.scrollTo({ top: element.scrollHeight });
    let before = 0;
    const onScroll = () => {
      const wentUp = element.scrollTop < before;
      const isNearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 30;
      isAtEnd.current = isNearEnd || (isAtEnd.current && !wentUp);
      before = element.scrollTop;
    };
    const size = new ResizeObserver(toEnd);
    size.observe(element);
    element.addEventListener('scroll', onScroll);
    return () => {
      size.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [log]);
  useEffect(() => {
    if (sent) isAtEnd.current = true;
  }, [sent]);
  useEffect(() => {
    if (isAtEnd.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [...news, sent]);
}

interface LineProps {
  line: ChatLine;
  isLast: boolean;
  say(text: string): void;
  store: Store;
}

function Line({ line, isLast, say, store }: LineProps) {
  // The words of a line never change: an agent that speaks renders the log ten times a second.
  const words = useMemo(() => <Markdown text={line.text} mark={figureMark(line.figures, store)} />, [line, store]);
  const name = line.who === 'you' ? 'You' : line.who === 'agent' ? line.by || 'Agent' : 'cotune';
  return (
    <div id={`${store.uid}-line-${line.seq}`} class={`ct-line ct-${line.who}`}>
      <span class={line.who === 'you' ? 'ct-unseen' : 'ct-who'}>{name}</span>
      {line.who === 'you' ? <p>{line.text}</p> : words}
      {line.candidates.length > 0 && (
        <div class="ct-chips" role="group" aria-label="Possible answers">
          {line.candidates.map(candidate => (
            <button key={candidate} disabled={!isLast} onClick={() => say(candidate)}>
              {candidate}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** A line that its layout can't show. */
function PlainLine({ line }: { line: ChatLine }) {
  return (
    <div class={`ct-line ct-${line.who}`} data-testid="plain-line">
      <p class="ct-plain">{line.text}</p>
    </div>
  );
}

function FirstHint({ target, say }: { target: string | null; say(text: string): void }) {
  const examples = target
    ? [`Predict ${target}. 5 minutes.`, `Predict ${target} with a model I can explain. 2 minutes.`]
    : [];
  return (
    <div class="ct-hint">
      <p>Say in plain words what you want from this table: what to predict, what matters, how long it may take.</p>
      {examples.map(example => (
        <button key={example} class="ct-example" onClick={() => say(example)}>
          {example}
        </button>
      ))}
      <p class="ct-quiet">Nothing runs before you have said yes.</p>
    </div>
  );
}

/** A study that was started in code has a run and no conversation yet. */
function SteeringHint({ say }: { say(text: string): void }) {
  return (
    <div class="ct-hint">
      <p>Say in plain words what to change, or ask.</p>
      <button class="ct-example" onClick={() => say('How is it going?')}>
        How is it going?
      </button>
    </div>
  );
}

/** What was typed into a request. */
function typedIn(request: Request): string {
  return request.kind === 'say' ? request.text : request.kind === 'create_study' ? request.goal : '';
}

interface ComposerProps {
  hint: string;
  problem: Problem | null;
  say(text: string): void;
}

/** The place to write; what comes to nothing stands there again, unless something else does by then. */
export function Composer({ hint, problem, say }: ComposerProps) {
  const [text, setText] = useState('');
  useEffect(() => {
    if (problem) setText(now => now || typedIn(problem.request));
  }, [problem]);
  const send = () => {
    if (!text.trim()) return;
    say(text.trim());
    setText('');
  };
  return (
    <form
      class="ct-composer"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        rows={Math.min(6, Math.max(text.split('\n').length, Math.ceil(text.length / 36)))}
        value={text}
        placeholder={hint}
        aria-label="Message to the agent"
        data-testid="composer"
        onInput={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <button type="submit" class="ct-primary" aria-label="Send" title="Send (Enter)" data-testid="send">
        <Icon name="send" />
      </button>
    </form>
  );
}
