import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { count } from './format';
import { UseButton } from './front';
import type { StudyState } from './state';
import type { Store } from './store';
import { Row, RunningTime } from './trial_row';
import { BEST_FIRST, listed, SortedHead } from './trials_order';

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
  const { run } = study.progress.run;
  const metric = study.search.spec?.metric;
  const version = store.trialsVersion.value;
  const now = useMemo(() => listed(store.trials, run, sort, onlyBad), [store, version, run, sort, onlyBad]);
  const trials = useHeld(now, opened, `${run} ${sort.by} ${sort.down} ${onlyBad}`);
  const isKnown = opened !== null && opened < store.trials.length;
  const outcome = isKnown ? store.trials.statusOf(opened) : null;
  useEffect(() => {
    if (isKnown) store.request({ kind: 'show_trial', trial: opened });
  }, [store, opened, isKnown, outcome]);
  if (!metric) return <p class="ct-quiet ct-pad">No trials yet.</p>;
  const row = (id: number) => (
    <TrialLine
      key={id}
      store={store}
      study={study}
      id={id}
      isOpen={id === opened}
      open={() => setOpened(id === opened ? null : id)}
    />
  );
  const place = opened === null ? -1 : trials.indexOf(opened);
  const elsewhere = opened !== null && place < 0 && (
    <Elsewhere store={store} opened={opened} run={run} isKnown={isKnown} row={row} />
  );
  if (trials.length === 0 && !onlyBad)
    return (
      <>
        {elsewhere}
        <p class="ct-quiet ct-pad">No trials yet.</p>
      </>
    );
  return (
    <>
      {elsewhere}
      <Filter failed={store.trials.tally(run).failed} onlyBad={onlyBad} choose={setOnlyBad} />
      <table class="ct-trials" data-testid="trials">
        <SortedHead metric={metric} sort={sort} choose={setSort} />
        <tbody>
          {trials.slice(0, shown).map(row)}
          {place > shown && (
            <tr>
              <td colSpan={4} class="ct-quiet">
                {count(place - shown, 'trial')} between
              </td>
            </tr>
          )}
          {place >= shown && row(opened!)}
        </tbody>
      </table>
      {place >= 0 && now.length > trials.length && (
        <p class="ct-quiet ct-pad">
          {count(now.length - trials.length, 'newer trial')} when you close trial {opened}.
        </p>
      )}
      {trials.length === 0 && <p class="ct-quiet ct-pad">None failed.</p>}
      {trials.length > shown && (
        <button class="ct-link ct-pad" onClick={() => setShown(shown + PAGE)}>
          Show {Math.min(PAGE, trials.length - shown)} more of {trials.length.toLocaleString('en')}
        </button>
      )}
    </>
  );
}

interface LineProps {
  store: Store;
  study: StudyState;
  id: number;
  isOpen: boolean;
  open(): void;
}

/** A trial of this run or of an earlier one, whose scores may be of another metric and which can't become the model. */
function TrialLine({ store, study, id, isOpen, open }: LineProps) {
  const { run, phase } = study.progress.run;
  const trial = store.trials.at(id);
  const isOfRun = trial.run === run;
  return (
    <Row
      trial={trial}
      metric={isOfRun ? study.search.spec!.metric : null}
      isBest={id === study.progress.incumbent?.ask.trial}
      isOver={!isOfRun || phase === 'ended'}
      detail={isOpen ? store.state.value.detail.get(id) : undefined}
      isOpen={isOpen}
      open={open}
      running={<RunningTime store={store} study={study} since={trial.startedAtS} />}
      use={isOfRun ? <UseButton store={store} study={study} trial={id} /> : null}
    />
  );
}

interface ElsewhereProps {
  store: Store;
  opened: number;
  run: number;
  isKnown: boolean;
  row(id: number): ComponentChildren;
}

/** A trial that a link leads to and that isn't in the list. */
function Elsewhere({ store, opened, run, isKnown, row }: ElsewhereProps) {
  if (!isKnown) return <p class="ct-quiet ct-pad">There is no trial {opened}.</p>;
  return (
    <table class="ct-trials" data-testid="elsewhere">
      <caption class="ct-quiet ct-pad">
        {store.trials.at(opened).run === run ? 'Not among the trials below' : 'A trial of an earlier run'}
      </caption>
      <tbody>{row(opened)}</tbody>
    </table>
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
function useHeld(now: number[], opened: number | null, of: string): number[] {
  const held = useRef({ of, ids: now });
  const isRead = opened !== null && held.current.ids.includes(opened);
  if (!isRead || held.current.of !== of) held.current = { of, ids: now };
  return held.current.ids;
}
