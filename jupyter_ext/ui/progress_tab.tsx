import { History } from './chart';
import { duration, noise, number, score, scoreLabel } from './format';
import { ModelBox } from './model_box';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Progress, TrialRow } from './wire/wire';
import { familyWord, originWord, type Metric } from './words';

/** How good it is by now: the best score, how it came about, and the model. */
export function ProgressTab({ store, study }: { store: Store; study: StudyState }) {
  const { spec } = study.search;
  const { run, incumbent, default_xgboost } = study.progress;
  if (!spec || run.phase === 'none') {
    return <p class="ct-quiet ct-pad">Nothing has run yet. The best score and its history will show here.</p>;
  }
  return (
    <>
      <BestSoFar best={incumbent} metric={spec.metric} />
      {incumbent && (
        <>
          <Baselines progress={study.progress} metric={spec.metric} />
          <History store={store} metric={spec.metric} run={run.run} baseline={default_xgboost} />
        </>
      )}
      <ModelBox store={store} study={study} metric={spec.metric} />
    </>
  );
}

function BestSoFar({ best, metric }: { best: TrialRow | null; metric: Metric }) {
  const result = best?.result;
  if (!best || !result) {
    return (
      <div class="ct-hero">
        <p class="ct-quiet" role="status">
          Waiting for the first finished trial…
        </p>
      </div>
    );
  }
  const { configuration, origin, trial } = best.ask;
  return (
    <div class="ct-hero" data-testid="best">
      <p>
        <span class="ct-score">{score(metric, result.score)}</span>{' '}
        <span class="ct-quiet">
          {noise(standardError(result.fold_scores))} {scoreLabel(metric)}
        </span>
      </p>
      <p>
        <strong>{familyWord(configuration.family)}</strong>{' '}
        <span class="ct-quiet">
          trial {trial}, from {originWord(origin)}
        </span>
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
  const { default_xgboost, run, incumbent } = progress;
  if (default_xgboost === null && run.baseline_dummy === null) return null;
  const best = incumbent?.result?.score;
  const isBeaten = best != null && run.baseline_dummy !== null && best <= run.baseline_dummy;
  return (
    <>
      <dl class="ct-baselines" aria-label="To compare" data-testid="baselines">
        {default_xgboost !== null && (
          <div>
            <dt>Default XGBoost</dt>
            <dd>{score(metric, default_xgboost)}</dd>
          </div>
        )}
        {run.baseline_dummy !== null && (
          <div>
            <dt>A guess without looking</dt>
            <dd>{score(metric, run.baseline_dummy)}</dd>
          </div>
        )}
      </dl>
      {isBeaten && <p class="ct-problem ct-baselines">Nothing is better than a guess yet.</p>}
    </>
  );
}

function standardError(scores: number[]): number | null {
  if (scores.length < 2) return null;
  const mean = scores.reduce((a, b) => a + b) / scores.length;
  const variance = scores.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (scores.length - 1);
  return Math.sqrt(variance / scores.length);
}
