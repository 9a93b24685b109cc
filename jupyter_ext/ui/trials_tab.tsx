import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { count, memory, noise, number, score, trialSeconds } from './format';
import { UseButton } from './front';
import { activeSeconds, type StudyState } from './state';
import type { Store } from './store';
import type { Trial } from './trials';
import { BEST_FIRST, listed, SortedHead } from './trials_order';
import type { TrialRow } from './wire/wire';
import { familyWord, originWord, statusWord, type Metric } from './words';

const PAGE = 50;

interface Props {
  store: Store;
  study: StudyState;
  opened: number | null;
  setOpened(id: number | null): void;
}

/** The trials of the run; one opens to show its settings and how each fold went. */
export function TrialsTab({ store, study, opened, setOpened }: Props) {
  const [sort, setSort] = useState(BEST_FIRST);
  const [onlyBad, setOnlyBad] = useState(false);
  const [shown, setShown] = useState(PAGE);
  store.trialsVersion.value;
  const { run, phase } = study.progress.run;
  const metric = study.search.spec?.metric;
  const now = listed(store.trials, run, sort, onlyBad);
  const trials = useHeld(now, opened !== null, `${run} ${sort.by} ${sort.down} ${onlyBad}`);
  const outcome = opened === null ? null : store.trials.statusOf(opened);
  useEffect(() => {
    if (opened !== null) store.request({ kind: 'show_trial', trial: opened });
  }, [store, opened, outcome]);
  if (!metric || (trials.length === 0 && !onlyBad)) return <p class="ct-quiet ct-pad">No trials yet.</p>;
  const best = study.progress.incumbent?.ask.trial;
  const active = activeSeconds(study, store.nowMs.value);
  const end = Math.max(shown, opened === null ? 0 : trials.indexOf(opened) + 1);
  return (
    <>
      <Filter failed={store.trials.tally(run).failed} onlyBad={onlyBad} choose={setOnlyBad} />
      <table class="ct-trials" data-testid="trials">
        <SortedHead metric={metric} sort={sort} choose={setSort} />
        <tbody>
          {trials.slice(0, end).map(id => (
            <Row
              key={id}
              trial={store.trials.at(id)}
              metric={metric}
              isBest={id === best}
              active={active}
              isOver={phase === 'ended'}
              detail={opened === id ? store.state.value.detail.get(id) : undefined}
              isOpen={opened === id}
              open={() => setOpened(id === opened ? null : id)}
              use={<UseButton store={store} study={study} trial={id} />}
            />
          ))}
        </tbody>
      </table>
      {opened !== null && now.length > trials.length && (
        <p class="ct-quiet ct-pad">
          {count(now.length - trials.length, 'newer trial')} when you close trial {opened}.
        </p>
      )}
      {trials.length === 0 && <p class="ct-quiet ct-pad">None failed.</p>}
      {trials.length > end && (
        <button class="ct-link ct-pad" onClick={() => setShown(end + PAGE)}>
          Show {Math.min(PAGE, trials.length - end)} more of {trials.length.toLocaleString('en')}
        </button>
      )}
    </>
  );
}

interface FilterProps {
  failed: number;
  onlyBad: boolean;
  choose(onlyBad: boolean): void;
}

function Filter({ failed, onlyBad, choose }: FilterProps) {
  if (failed === 0 && !onlyBad) return null;
  return (
    <div class="ct-segments" role="group" aria-label="Which trials">
      <button aria-pressed={!onlyBad} onClick={() => choose(false)}>
        All
      </button>
      <button aria-pressed={onlyBad} onClick={() => choose(true)}>
        {failed.toLocaleString('en')} failed
      </button>
    </div>
  );
}

/** The list as it was while something in it is being read, so that rows don't jump under the pointer. */
function useHeld(now: number[], isHeld: boolean, of: string): number[] {
  const held = useRef({ of, ids: now });
  if (!isHeld || held.current.of !== of) held.current = { of, ids: now };
  return held.current.ids;
}

interface RowProps {
  trial: Trial;
  metric: Metric;
  isBest: boolean;
  active: number;
  isOver: boolean;
  isOpen: boolean;
  detail: TrialRow | undefined;
  use: ComponentChildren;
  open(): void;
}

function Row({ trial, metric, isBest, active, isOver, isOpen, detail, use, open }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [isOpen]);
  const isRunning = trial.status === 'running';
  const time = isRunning ? Math.max(0, active - trial.startedAtS) : trial.seconds;
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
            score(metric, trial.score)
          ) : (
            <span class="ct-status">
              {isOver && trial.status === 'cancelled' ? 'given up' : statusWord(trial.status)}
            </span>
          )}
        </td>
        <td class="ct-right">{trialSeconds(time)}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={4} class="ct-detail">
            {detail ? <Detail row={detail} metric={metric} trial={trial} use={use} /> : 'Loading…'}
          </td>
        </tr>
      )}
    </>
  );
}

interface DetailProps {
  row: TrialRow;
  metric: Metric;
  trial: Trial;
  use: ComponentChildren;
}

function Detail({ row, metric, trial, use }: DetailProps) {
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
        {result?.predict_ms != null && ` · ${number(result.predict_ms)} ms a row`}
        {result?.size_mb != null && ` · ${number(result.size_mb)} MB stored`}
      </p>
      {result && result.fold_scores.length > 1 && (
        <p class="ct-quiet">
          Folds {result.fold_scores.map(s => score(metric, s)).join(', ')}; mean {score(metric, trial.score)}{' '}
          {noise(trial.standardError)}
        </p>
      )}
      {result?.status === 'ok' && result.has_models && <p>As the model: {use}</p>}
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
