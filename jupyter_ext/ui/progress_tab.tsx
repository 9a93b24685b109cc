import { History } from './chart';
import { FamilyStrips } from './families';
import { duration, few, noise, number, score, scored, scoreLabel } from './format';
import { Front, secondObjective } from './front';
import { Helped } from './helped';
import { ModelBox } from './model_box';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Baseline, Progress } from './wire/wire';
import { familyWord, originWord, type Metric } from './words';

interface Props {
  store: Store;
  study: StudyState;
  show(trial: number): void;
}

/** How good it is by now: the best score, how it came about, and the model. */
export function ProgressTab({ store, study, show }: Props) {
  const { spec } = study.search;
  const { run, incumbent, default_xgboost } = study.progress;
  if (!spec || run.phase === 'none') {
    return <p class="ct-quiet ct-pad">Nothing has run yet. The best score and its history will show here.</p>;
  }
  const { metric } = spec;
  const second = secondObjective(spec);
  const { model, so_far } = study.result;
  const box = <ModelBox store={store} study={study} metric={metric} />;
  return (
    <>
      {!so_far && box}
      <BestSoFar progress={study.progress} metric={metric} isModelled={model !== null && !so_far} show={show} />
      {so_far && box}
      {incumbent && (
        <>
          <Baselines progress={study.progress} metric={metric} />
          {second && <Front store={store} study={study} metric={metric} second={second} show={show} />}
          <History store={store} metric={metric} run={run.run} baseline={default_xgboost.score} show={show} />
          <FamilyStrips store={store} metric={metric} run={run.run} baseline={default_xgboost.score} />
          <Helped found={study.progress.helped} metric={metric} />
        </>
      )}
    </>
  );
}

interface BestProps {
  progress: Progress;
  metric: Metric;
  isModelled: boolean;
  show(trial: number): void;
}

/** The score of the best trial; small once a model, mostly a blend, stands above it. */
function BestSoFar({ progress, metric, isModelled, show }: BestProps) {
  const best = progress.incumbent;
  const result = best?.result;
  if (!best || !result) {
    const isOver = progress.run.phase === 'ended';
    return (
      <div class="ct-hero" data-testid="best">
        <p class={isOver ? 'ct-problem' : 'ct-quiet'} role="status">
          {isOver
            ? 'No trial succeeded. The Trials tab tells what went wrong with each.'
            : 'Waiting for the first finished trial…'}
        </p>
      </div>
    );
  }
  const { configuration, origin, trial } = best.ask;
  return (
    <div class="ct-hero" data-testid="best">
      {isModelled && <h3>Best single trial</h3>}
      <p>
        <span class={isModelled ? 'ct-score-small' : 'ct-score'}>{score(metric, result.score)}</span>{' '}
        <span class="ct-quiet">
          {noise(result.standard_error)} {scoreLabel(metric)}
        </span>
      </p>
      <p>
        <strong>{familyWord(configuration.family)}</strong>{' '}
        <button class="ct-link" onClick={() => show(trial)}>
          trial {trial}
        </button>
        <span class="ct-quiet">, from {originWord(origin)}</span>
      </p>
      <details>
        <summary>Its settings</summary>
        <dl class="ct-fields ct-mono">
          {Object.entries(configuration.params).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'number' ? number(value) : String(value)}</dd>
            </div>
          ))}
          <div>
            <dt>fitted in</dt>
            <dd>
              {duration(result.seconds)} on {result.device}
            </dd>
          </div>
        </dl>
      </details>
    </div>
  );
}

/** What the best has to beat. */
function Baselines({ progress, metric }: { progress: Progress; metric: Metric }) {
  const { default_xgboost, guess } = progress;
  const isBeaten = guess.lead !== null && guess.lead <= 0;
  return (
    <>
      <table class="ct-baselines" aria-label="To compare" data-testid="baselines">
        <tbody>
          <BaselineRow label="Default XGBoost" baseline={default_xgboost} metric={metric} />
          <BaselineRow label="A mere guess" baseline={guess} metric={metric} />
        </tbody>
      </table>
      {isBeaten && <p class="ct-problem ct-nobetter">Nothing is better than a guess yet.</p>}
      {!isBeaten && guess.beyond_noise === false && (
        <p class="ct-problem ct-nobetter">Nothing is better than a guess beyond noise yet.</p>
      )}
    </>
  );
}

interface BaselineProps {
  label: string;
  baseline: Baseline;
  metric: Metric;
}

function BaselineRow({ label, baseline, metric }: BaselineProps) {
  const { score, standard_error, lead, lead_noise, beyond_noise, missing } = baseline;
  return (
    <tr>
      <th scope="row">{label}</th>
      {score === null ? (
        <td colSpan={2}>{missing}</td>
      ) : (
        <>
          <td class="ct-right">{scored(metric, score, standard_error)}</td>
          <td title={noise(lead_noise)}>{lead !== null && standing(lead, beyond_noise)}</td>
        </>
      )}
    </tr>
  );
}

/** Where a baseline stands beside the best trial, which has this lead over it. */
function standing(lead: number, beyondNoise: boolean | null): string {
  if (lead === 0) return 'equal';
  if (beyondNoise === false) return 'within noise';
  const far = `${few(Math.abs(lead))} ${lead > 0 ? 'behind' : 'ahead'}`;
  return beyondNoise === null ? `${far}, noise not known` : far;
}
