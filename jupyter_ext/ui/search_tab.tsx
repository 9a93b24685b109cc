import { useState } from 'preact/hooks';
import { actionWords } from './action_words';
import { Families } from './families';
import { useFocusAfterForm } from './focus';
import { count, exactDuration } from './format';
import { Icon } from './icons';
import { Insight } from './insight';
import { Permissions } from './permissions';
import { SpecForm } from './spec_form';
import { rangesWords, specLines } from './spec_words';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Head, RunState, SearchSpec, Verdicted } from './wire/wire';
import { familyWord, fieldWord } from './words';

/** What is searched, where, and what the person has decided. */
export function SearchTab({ store, study }: { store: Store; study: StudyState }) {
  const [isEditing, setEditing] = useState(false);
  const change = useFocusAfterForm(isEditing);
  const { spec } = study.search;
  if (!spec) {
    return (
      <p class="ct-quiet ct-pad">Nothing is searched yet. Say below what you want; you will see the plan first.</p>
    );
  }
  const isAsked = store.isPending(r => r.kind === 'propose' && r.action.kind === 'start_search');
  const extended = extensions(spec, study.progress.run);
  if (isEditing) {
    return (
      <SpecForm
        store={store}
        spec={spec}
        submitLabel="Search anew with this"
        isSent={isAsked}
        submit={changed =>
          // What was edited stays until it has been taken.
          store.propose({ kind: 'start_search', spec: changed }, ({ outcome }) => {
            if (outcome === 'done' || outcome === 'card') setEditing(false);
          })
        }
        cancel={() => setEditing(false)}
      />
    );
  }
  return (
    <>
      <dl class="ct-fields" data-testid="spec">
        {specLines(spec).map(([field, text]) => (
          <div key={field}>
            <dt>{fieldWord(field)}</dt>
            <dd>
              {text}
              {extended[field] && <span class="ct-quiet"> {extended[field]}</span>}
            </dd>
          </div>
        ))}
        <div>
          <dt>{fieldWord('holdout_fraction')}</dt>
          <dd>{count(study.progress.run.holdout_rows, 'row')}, sealed</dd>
        </div>
      </dl>
      <div class="ct-controls">
        <button ref={change} onClick={() => setEditing(true)}>
          <Icon name="edit" />
          Change…
        </button>
      </div>
      <Families store={store} study={study} spec={spec} />
      <Insight insight={study.search.insight} />
      <Hints store={store} study={study} />
      <Autonomy store={store} autonomy={study.head.autonomy} />
      <Permissions store={store} grants={study.gate.grants} />
      <Decisions decided={study.gate.decided} />
    </>
  );
}

/** What a run was given beyond its spec. */
function extensions(spec: SearchSpec, run: RunState): Partial<Record<keyof SearchSpec, string>> {
  const { budget_s, budget_trials } = run;
  return {
    seconds: budget_s !== null && budget_s !== spec.seconds ? `extended to ${exactDuration(budget_s)}` : '',
    trials: budget_trials !== null && budget_trials !== spec.trials ? `extended to ${budget_trials}` : ''
  };
}

function Hints({ store, study }: { store: Store; study: StudyState }) {
  const { steers, queued } = study.search;
  if (steers.length + queued.length === 0) return null;
  return (
    <>
      <h3>Hints</h3>
      <ul class="ct-list">
        {steers.map(({ id, steer, by, trust }) => (
          <li key={id}>
            More {rangesWords(steer.ranges.filter(r => r.family === steer.family)) || familyWord(steer.family)}{' '}
            <span class="ct-quiet">
              from {by === 'human' ? 'you' : 'the agent'}, at first {Math.round(100 * steer.weight)} % of all trials,
              half of it after {steer.half_life} more
              {trust < 1 && `, at ${Math.round(100 * trust)} % of its weight: the model knows this table`}
            </span>{' '}
            <button class="ct-link" onClick={() => store.propose({ kind: 'unsteer', steer_id: id })}>
              drop
            </button>
          </li>
        ))}
        {queued.map((configuration, i) => (
          <li key={i}>
            Next: {familyWord(configuration.family)}{' '}
            <span class="ct-quiet">
              {Object.entries(configuration.params)
                .map(([name, value]) => `${name} ${value}`)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const AUTONOMY_WORDS: Record<Head['autonomy'], string> = {
  ask_all: 'before everything',
  ask_risky: 'before what is costly or risky',
  ask_costly: 'before what is costly'
};

function Autonomy({ store, autonomy }: { store: Store; autonomy: Head['autonomy'] }) {
  return (
    <label class="ct-form ct-autonomy">
      Ask me
      <select
        value={autonomy}
        onChange={e => store.propose({ kind: 'set_autonomy', autonomy: e.currentTarget.value as Head['autonomy'] })}
      >
        {Object.entries(AUTONOMY_WORDS).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

const ANSWER_WORDS = { approve: 'You approved', edit: 'You changed and approved', reject: 'You rejected' } as const;

function Decisions({ decided }: { decided: Verdicted[] }) {
  if (decided.length === 0) return null;
  return (
    <details>
      <summary>Your decisions ({decided.length})</summary>
      <ul class="ct-list">
        {[...decided].reverse().map(({ proposal, decision }) => (
          <li key={proposal.id}>
            {decision && ANSWER_WORDS[decision.answer]}: {actionWords(proposal.action).replace('?', '')}
            {decision?.reason && <span class="ct-quiet"> “{decision.reason}”</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
