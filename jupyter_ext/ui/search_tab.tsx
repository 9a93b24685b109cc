import { useState } from 'preact/hooks';
import { duration, score } from './format';
import { Icon } from './icons';
import { SpecForm } from './spec_form';
import { specLines } from './spec_words';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Family, TrialTable } from './trials';
import { FAMILIES, STATUSES, type Head, type RunState, type SearchSpec, type Verdicted } from './wire/wire';
import { actionWords, familyWord, fieldWord, type Metric } from './words';

/** What is searched, where, and what the person has decided. */
export function SearchTab({ store, study }: { store: Store; study: StudyState }) {
  const [isEditing, setEditing] = useState(false);
  const { spec } = study.search;
  if (!spec) {
    return (
      <p class="ct-quiet ct-pad">Nothing is searched yet. Say below what you want; you will see the plan first.</p>
    );
  }
  const extended = extensions(spec, study.progress.run);
  if (isEditing) {
    return (
      <SpecForm
        spec={spec}
        submitLabel="Search anew with this"
        submit={changed => {
          store.propose({ kind: 'start_search', spec: changed });
          setEditing(false);
        }}
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
          <dd>{study.progress.run.holdout_rows} rows, sealed</dd>
        </div>
      </dl>
      <div class="ct-controls">
        <button onClick={() => setEditing(true)}>
          <Icon name="edit" />
          Change…
        </button>
      </div>
      <Families store={store} study={study} spec={spec} />
      <Hints store={store} study={study} />
      <Autonomy store={store} autonomy={study.head.autonomy} />
      <Decisions decided={study.gate.decided} />
    </>
  );
}

/** What a run was given beyond its spec. */
function extensions(spec: SearchSpec, run: RunState): Partial<Record<keyof SearchSpec, string>> {
  const { budget_s, budget_trials } = run;
  return {
    seconds: budget_s !== null && budget_s !== spec.seconds ? `extended to ${duration(budget_s)}` : '',
    trials: budget_trials !== null && budget_trials !== spec.trials ? `extended to ${budget_trials}` : ''
  };
}

interface FamilySum {
  trials: number;
  best: number;
}

/** Finished trials and best score of each family in a run. */
export function byFamily(table: TrialTable, run: number): Map<Family, FamilySum> {
  const sums = new Map<Family, FamilySum>();
  const families = table.column('family');
  const statuses = table.column('status');
  const scores = table.column('score');
  for (const id of table.idsOf(run)) {
    if (STATUSES[statuses[id]!] === 'running') continue;
    const family = FAMILIES[families[id]!]!;
    const sum = sums.get(family) ?? { trials: 0, best: NaN };
    const best = Number.isNaN(sum.best) || scores[id]! > sum.best ? scores[id]! : sum.best;
    sums.set(family, { trials: sum.trials + 1, best });
  }
  return sums;
}

function Families({ store, study, spec }: { store: Store; study: StudyState; spec: SearchSpec }) {
  store.trialsVersion.value;
  const sums = byFamily(store.trials, study.progress.run.run);
  return (
    <>
      <h4>Families</h4>
      <table class="ct-families">
        <thead class="ct-unseen">
          <tr>
            <th scope="col">Family</th>
            <th scope="col">Trials</th>
            <th scope="col">Best</th>
            <th scope="col">Hint</th>
          </tr>
        </thead>
        <tbody>
          {spec.families.map(family => (
            <FamilyRow
              key={family}
              store={store}
              family={family}
              metric={spec.metric}
              sum={sums.get(family)}
              isBanned={study.search.banned.includes(family)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface FamilyRowProps {
  store: Store;
  family: Family;
  metric: Metric;
  sum: FamilySum | undefined;
  isBanned: boolean;
}

function FamilyRow({ store, family, metric, sum, isBanned }: FamilyRowProps) {
  const word = familyWord(family);
  const steer = () => store.propose({ kind: 'steer', family, ranges: [], weight: 0.5, half_life: 20, why: '' });
  return (
    <tr class={isBanned ? 'ct-banned' : ''}>
      <th scope="row">
        <label class="ct-check">
          <input
            type="checkbox"
            checked={!isBanned}
            onChange={() => store.propose({ kind: isBanned ? 'unban_family' : 'ban_family', family })}
          />
          {word}
        </label>
      </th>
      <td class="ct-right">{sum ? `${sum.trials}×` : ''}</td>
      <td class="ct-right">{sum ? score(metric, sum.best) : ''}</td>
      <td class="ct-right">
        {!isBanned && (
          <button class="ct-link" aria-label={`Look more at ${word}`} title={`Look more at ${word}`} onClick={steer}>
            more
          </button>
        )}
      </td>
    </tr>
  );
}

function Hints({ store, study }: { store: Store; study: StudyState }) {
  const { steers, queued } = study.search;
  if (steers.length + queued.length === 0) return null;
  return (
    <>
      <h4>Hints</h4>
      <ul class="ct-list">
        {steers.map(({ id, steer, by }) => (
          <li key={id}>
            More {familyWord(steer.family)}{' '}
            <span class="ct-quiet">
              from {by === 'human' ? 'you' : 'the agent'}, fading over {steer.half_life} trials
            </span>{' '}
            <button class="ct-link" onClick={() => store.propose({ kind: 'unsteer', steer_id: id })}>
              drop
            </button>
          </li>
        ))}
        {queued.map((configuration, i) => (
          <li key={i}>Next: {familyWord(configuration.family)}</li>
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
