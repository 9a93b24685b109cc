import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { memory, number, score, scored, trialSeconds } from './format';
import { activeSeconds, type StudyState } from './state';
import type { Store } from './store';
import type { Trial } from './trials';
import type { TrialDetail } from './wire/wire';
import { familyWord, originWord, statusWord, type Metric } from './words';

interface RowProps {
  trial: Trial;
  /** None where nobody knows what the trial was scored by. */
  metric: Metric | null;
  isBest: boolean;
  isOver: boolean;
  isOpen: boolean;
  detail: TrialDetail | undefined;
  /** How long it has run by now. */
  running: ComponentChildren;
  use: ComponentChildren;
  open(): void;
}

/** A line of the list, and below it all that is known of the trial where it is open. */
export function Row({ trial, metric, isBest, isOver, isOpen, detail, running, use, open }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [isOpen]);
  return (
    <>
      <tr ref={row} class={`ct-trial ct-trial-${trial.status} ${isBest ? 'ct-trial-best' : ''}`} onClick={open}>
        <td>
          <button
            class="ct-link"
            aria-expanded={isOpen}
            aria-label={`Trial ${trial.id}${isBest ? ', the best' : ''}`}
            onClick={event => {
              event.stopPropagation();
              open();
            }}
          >
            {trial.id}
          </button>
        </td>
        <td class="ct-family" title={`${familyWord(trial.family)}, from ${originWord(trial.origin)}`}>
          {familyWord(trial.family)}
          {trial.onGpu && <span class="ct-badge">GPU</span>}
        </td>
        <td class="ct-right">
          {trial.status === 'ok' ? (
            metric && scored(metric, trial.score, trial.standardError)
          ) : (
            <span class="ct-status">
              {isOver && trial.status === 'cancelled' ? 'given up' : statusWord(trial.status)}
            </span>
          )}
        </td>
        <td class="ct-right">{trial.status === 'running' ? running : trialSeconds(trial.seconds)}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={4} class="ct-detail">
            {detail ? <Detail detail={detail} metric={metric} trial={trial} use={use} /> : 'Loading…'}
          </td>
        </tr>
      )}
    </>
  );
}

/** The only part of the list that moves with the clock. */
export function RunningTime({ store, study, since }: { store: Store; study: StudyState; since: number }) {
  return <>{trialSeconds(Math.max(0, activeSeconds(study, store.nowMs.value) - since))}</>;
}

interface DetailProps {
  detail: TrialDetail;
  metric: Metric | null;
  trial: Trial;
  use: ComponentChildren;
}

function Detail({ detail: { row, can_be_model }, metric, trial, use }: DetailProps) {
  const { result } = row;
  return (
    <>
      {result?.failure && (
        <p class="ct-problem">
          {result.failure.type}: {result.failure.message}
        </p>
      )}
      <p class="ct-quiet">
        From {originWord(row.ask.origin)}
        {row.ask.attempt > 1 && `, attempt ${row.ask.attempt}`}
        {result && ` · on ${result.device}`}
        {result?.peak_mb != null && ` · ${memory(result.peak_mb)}`}
        {result?.predict_ms != null && ` · ${number(result.predict_ms)} ms a row in a batch`}
        {result?.size_mb != null && ` · ${number(result.size_mb)} MB stored`}
      </p>
      {metric && result && result.fold_scores.length > 1 && (
        <p class="ct-quiet">
          Folds {result.fold_scores.map(s => score(metric, s)).join(', ')}; mean{' '}
          {scored(metric, trial.score, trial.standardError)}
        </p>
      )}
      {result?.status === 'ok' &&
        (can_be_model && use ? (
          <p>As the model: {use}</p>
        ) : (
          <p class="ct-quiet">It can’t become the model: only the best trials of a search keep their fitted models.</p>
        ))}
      <dl class="ct-fields ct-mono">
        {Object.entries(row.ask.configuration.params).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'number' ? number(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
