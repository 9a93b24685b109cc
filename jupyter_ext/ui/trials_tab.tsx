import { useRef, useState } from 'preact/hooks';
import { count, duration, memory, noise, number, score, scoreLabel } from './format';
import { activeSeconds, type StudyState } from './state';
import type { Store } from './store';
import type { Status, Trial, TrialTable } from './trials';
import { STATUSES, type TrialRow } from './wire/wire';
import { familyWord, metricWord, originWord, statusWord, type Metric } from './words';

const ORDERS = ['best', 'latest', 'failed'] as const;
type Order = (typeof ORDERS)[number];
const ORDER_WORDS: Record<Order, string> = { best: 'Best', latest: 'Latest', failed: 'Failed' };
const PAGE = 50;

/** The trials of the run; one opens to show its settings and how each fold went. */
export function TrialsTab({ store, study }: { store: Store; study: StudyState }) {
  const [order, setOrder] = useState<Order>('best');
  const [shown, setShown] = useState(PAGE);
  const [opened, setOpened] = useState<number | null>(null);
  store.trialsVersion.value;
  const metric = study.search.spec?.metric;
  const now = listed(store.trials, study.progress.run.run, order);
  const trials = useHeld(now, opened !== null, `${study.progress.run.run} ${order}`);
  if (!metric || (trials.length === 0 && order !== 'failed')) return <p class="ct-quiet ct-pad">No trials yet.</p>;
  const open = (id: number) => {
    setOpened(id === opened ? null : id);
    if (id !== opened) store.request({ kind: 'show_trial', trial: id });
  };
  const best = study.progress.incumbent?.ask.trial;
  const active = activeSeconds(study, store.nowMs.value);
  return (
    <>
      <div class="ct-segments" role="group" aria-label="Order">
        {ORDERS.map(name => (
          <button key={name} aria-pressed={name === order} onClick={() => setOrder(name)}>
            {ORDER_WORDS[name]}
          </button>
        ))}
      </div>
      <table class="ct-trials" data-testid="trials">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Family</th>
            <th scope="col" class="ct-right" title={scoreLabel(metric)}>
              {metricWord(metric)}
            </th>
            <th scope="col" class="ct-right">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {trials.slice(0, shown).map(id => (
            <Row
              key={id}
              trial={store.trials.at(id)}
              metric={metric}
              isBest={id === best}
              active={active}
              isOver={study.progress.run.phase === 'ended'}
              detail={opened === id ? store.state.value.detail : null}
              isOpen={opened === id}
              open={() => open(id)}
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
      {trials.length > shown && (
        <button class="ct-link ct-pad" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, trials.length - shown)} more of {trials.length}
        </button>
      )}
    </>
  );
}

/** The list as it was while something in it is being read, so that rows don't jump under the pointer. */
function useHeld(now: number[], isHeld: boolean, of: string): number[] {
  const held = useRef({ of, ids: now });
  if (!isHeld || held.current.of !== of) held.current = { of, ids: now };
  return held.current.ids;
}

const BAD: readonly Status[] = ['failed', 'timeout', 'memout'];

/** Ids of one run: by score (of equals the first one first) with the running ones on top, latest first, or only what went wrong. */
export function listed(table: TrialTable, run: number, order: Order): number[] {
  const scores = table.column('score');
  const statuses = table.column('status');
  const status = (id: number) => STATUSES[statuses[id]!]!;
  const latestFirst = table.idsOf(run).reverse();
  if (order === 'latest') return latestFirst;
  if (order === 'failed') return latestFirst.filter(id => BAD.includes(status(id)));
  const rank = (id: number) =>
    Number.isNaN(scores[id]!) ? (status(id) === 'running' ? Infinity : -Infinity) : scores[id]!;
  const good = latestFirst.filter(id => !BAD.includes(status(id)));
  return good.sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)));
}

interface RowProps {
  trial: Trial;
  metric: Metric;
  isBest: boolean;
  active: number;
  isOver: boolean;
  isOpen: boolean;
  detail: TrialRow | null;
  open(): void;
}

function Row({ trial, metric, isBest, active, isOver, isOpen, detail, open }: RowProps) {
  const isRunning = trial.status === 'running';
  const time = isRunning ? Math.max(0, active - trial.startedAtS) : trial.seconds;
  return (
    <>
      <tr class={`ct-trial ct-trial-${trial.status} ${isBest ? 'ct-trial-best' : ''}`} onClick={open}>
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
        <td class="ct-right">{Number.isFinite(time) ? duration(time) : '–'}</td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={4} class="ct-detail">
            {detail?.ask.trial === trial.id ? <Detail row={detail} metric={metric} trial={trial} /> : 'Loading…'}
          </td>
        </tr>
      )}
    </>
  );
}

function Detail({ row, metric, trial }: { row: TrialRow; metric: Metric; trial: Trial }) {
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
      </p>
      {result && result.fold_scores.length > 1 && (
        <p class="ct-quiet">
          Folds {result.fold_scores.map(s => score(metric, s)).join(', ')}; mean {score(metric, trial.score)}{' '}
          {noise(trial.standardError)}
        </p>
      )}
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
