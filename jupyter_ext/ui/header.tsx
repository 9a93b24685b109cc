import { useRef } from 'preact/hooks';
import { useKeyboardKept } from './focus';
import { clock, count, duration } from './format';
import { Icon, type IconName } from './icons';
import { activeSeconds, isMoving, type StudyState } from './state';
import type { Store } from './store';
import type { Action, RunState } from './wire/wire';
import { phaseWord } from './words';

const MORE_S = 300;
const MORE_TRIALS = 50;

/** The study's name, what its run is doing, and the controls that always work. */
export function Header({ store, study }: { store: Store; study: StudyState }) {
  const { head, progress } = study;
  const isStuck = head.host === 'asleep' && isMoving(progress.run);
  const phase = head.host === 'lost' ? 'lost' : isStuck ? 'asleep' : lookOf(progress.run);
  return (
    <header class="ct-header">
      <div class="ct-title">
        <h2 title={head.name} tabIndex={-1}>
          {head.name}
        </h2>
        <span class={`ct-phase ct-phase-${phase}`} role="status" aria-live="polite" data-testid="phase">
          {phase === 'lost' ? 'Gone' : phase === 'asleep' ? 'Asleep' : phaseWord(progress.run)}
        </span>
        <button
          class="ct-icon-button"
          title="Other studies and tables"
          aria-label="Other studies and tables"
          data-testid="leave"
          onClick={() => store.request({ kind: 'leave_study' })}
        >
          <Icon name="back" />
        </button>
      </div>
      {progress.run.phase !== 'none' && <RunBar store={store} study={study} />}
    </header>
  );
}

const lookOf = (run: RunState) => (run.why_ended === 'failed' && run.phase === 'ended' ? 'failed' : run.phase);

function RunBar({ store, study }: { store: Store; study: StudyState }) {
  const { run } = study.progress;
  const active = run.phase === 'ended' ? run.active_s : activeSeconds(study, store.nowMs.value);
  store.trialsVersion.value;
  const { done, failed } = store.trials.tally(run.run);
  const share = progressShare(active, run.budget_s, done, run.budget_trials);
  const facts = [
    run.budget_s ? `${clock(Math.min(active, run.budget_s))} of ${clock(run.budget_s)}` : clock(active),
    run.budget_trials ? `${done.toLocaleString('en')} of ${count(run.budget_trials, 'trial')}` : count(done, 'trial'),
    failed ? `${failed.toLocaleString('en')} failed` : ''
  ];
  return (
    <>
      <div
        class={`ct-bar ct-bar-${lookOf(run)}`}
        role="progressbar"
        aria-label="Budget used"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
      >
        <div style={{ width: `${100 * share}%` }} />
      </div>
      <p class="ct-facts" data-testid="facts">
        {facts.filter(Boolean).join(' · ')}
      </p>
      {run.message && <p class="ct-quiet ct-run-message">{run.message}</p>}
      {study.head.host !== 'lost' && <Controls store={store} study={study} />}
    </>
  );
}

function Controls({ store, study }: { store: Store; study: StudyState }) {
  const { phase, budget_s, why_ended } = study.progress.run;
  const isMade = phase === 'finishing' || study.result.choosing;
  const button = (action: Action, icon: IconName, label: string, title: string) => (
    <button
      data-testid={action.kind}
      title={title}
      aria-busy={store.isPending(r => r.kind === 'propose' && r.action.kind === action.kind)}
      onClick={() => store.propose(action)}
    >
      <Icon name={icon} />
      {label}
    </button>
  );
  const byTime = budget_s !== null && why_ended !== 'trials';
  const more: Action = { kind: 'extend_run', seconds: byTime ? MORE_S : null, trials: byTime ? null : MORE_TRIALS };
  const amount = byTime ? duration(MORE_S) : count(MORE_TRIALS, 'trial');
  const isOver = phase === 'ended';
  const group = useRef<HTMLDivElement>(null);
  useKeyboardKept(group, `${phase} ${isMade}`, here => here);
  return (
    <div class="ct-controls" role="group" aria-label="Run" tabIndex={-1} ref={group}>
      {phase === 'running'
        ? button({ kind: 'pause_run' }, 'pause', 'Pause', 'Let the machine rest; the clock stops too')
        : phase === 'paused' && button({ kind: 'resume_run' }, 'play', 'Resume', 'Go on searching')}
      {(phase === 'running' || phase === 'paused') &&
        button({ kind: 'stop_run' }, 'stop', 'Stop', 'End the search and make the model of what there is')}
      {isMade &&
        button(
          { kind: 'stop_run' },
          'stop',
          'Don’t wait',
          'Take the model that is there, without blending or refitting'
        )}
      {phase !== 'finishing' &&
        button(more, 'plus', isOver ? `Search ${amount} more` : amount, `Search ${amount} longer`)}
    </div>
  );
}

function progressShare(active: number, budgetS: number | null, done: number, budgetTrials: number | null): number {
  const ofTime = budgetS ? active / budgetS : 0;
  const ofTrials = budgetTrials ? done / budgetTrials : 0;
  return Math.min(1, Math.max(ofTime, ofTrials));
}
