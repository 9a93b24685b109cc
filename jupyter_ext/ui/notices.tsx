import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons';
import { bringIntoView } from './scroll';
import { isMoving, type StudyState } from './state';
import { CUT_OFF, type Store } from './store';

/** What stands in the way right now, and what to do about it. */
export function Notices({ store, study }: { store: Store; study: StudyState }) {
  const { head, progress, result, turn } = study;
  const isAtWork = isMoving(progress.run) || result.unsealing || result.choosing || turn.busy || turn.probing;
  const problem = store.problem.value;
  const notices = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem) bringIntoView(notices.current);
  }, [problem]);
  return (
    <div ref={notices} class="ct-notices" aria-live="polite">
      {store.cutOff.value && !problem && (
        <div class="ct-notice ct-warn" data-testid="cut-off">
          <Icon name="warn" />
          <p>{CUT_OFF}</p>
        </div>
      )}
      {store.unheard.value && (
        <div class="ct-notice ct-warn" data-testid="unheard">
          <Icon name="warn" />
          <p>
            The kernel is busy and has not heard this click yet; it will take it when the cell ends. From a terminal it
            works at once: <code>cotune stop {head.cli_name}</code>
          </p>
        </div>
      )}
      {head.host === 'lost' && (
        <div class="ct-notice ct-warn" data-testid="lost">
          <Icon name="warn" />
          <p>
            This study was deleted or can’t be read any more. What you see is the last that was known.{' '}
            <button onClick={() => store.request({ kind: 'leave_study' })}>Other studies and tables</button>
          </p>
        </div>
      )}
      {head.host === 'asleep' && isAtWork && (
        <div class="ct-notice ct-warn" data-testid="asleep">
          <Icon name="warn" />
          <p>
            The study’s process has ended; no trial is lost.{' '}
            <button onClick={() => store.request({ kind: 'wake_host' })}>Go on</button>
          </p>
        </div>
      )}
      {problem && (
        <div class="ct-notice ct-warn" data-testid="problem">
          <Icon name="warn" />
          <p>
            {problem.outcome.outcome === 'refused' ? 'Refused: ' : ''}
            {problem.outcome.message || problem.outcome.rule}
          </p>
          <button class="ct-icon-button" aria-label="Dismiss" onClick={() => (store.problem.value = null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
      {turn.problem && !turn.busy && (
        <div class="ct-notice ct-warn" data-testid="agent-problem">
          <Icon name="warn" />
          <div>
            <p>The agent could not answer. {turn.problem}</p>
            {turn.retryable && (
              <div class="ct-chips">
                {turn.raise_to && (
                  <button onClick={() => store.propose({ kind: 'limit_agent', budget: turn.raise_to! })}>
                    Raise the limit
                  </button>
                )}
                <button onClick={() => store.request({ kind: 'retry_agent', built_in: false })}>Try again</button>
                {!head.planner.startsWith('built-in') && (
                  <button onClick={() => store.request({ kind: 'retry_agent', built_in: true })}>
                    Let the built-in planner answer
                  </button>
                )}
              </div>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
