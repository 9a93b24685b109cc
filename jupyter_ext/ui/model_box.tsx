import { useState } from 'preact/hooks';
import { noise, number, score } from './format';
import { Icon } from './icons';
import type { StudyState } from './state';
import type { Store } from './store';
import { familyWord, metricWord, type Metric } from './words';

/** The model that can be taken away, and the sealed rows it can be tried on. */
export function ModelBox({ store, study, metric }: { store: Store; study: StudyState; metric: Metric }) {
  const { model, holdout } = study.result;
  const { run } = study.progress;
  if (!model) {
    const isComing = run.phase === 'finishing';
    return isComing ? (
      <p class="ct-quiet ct-pad" role="status">
        Making the model…
      </p>
    ) : null;
  }
  const families = [...new Set(model.members.map(m => familyWord(m.family)))].join(', ');
  const opened = holdout.filter(h => h.run === model.run).at(-1);
  return (
    <div class="ct-model" data-testid="model">
      <h4>{run.phase === 'ended' ? 'Your model is ready' : 'A model is ready'}</h4>
      <p>
        {model.members.length === 1 ? families : `A blend of ${model.members.length}: ${families}`}
        <span class="ct-quiet">
          {' '}
          · cross-validated {score(metric, model.cv.score)} {noise(model.cv.standard_error)}
          {model.predict_ms !== null && ` · ${number(model.predict_ms)} ms a row`}
        </span>
      </p>
      {model.message && <p class="ct-quiet">{model.message}</p>}
      <Code text={`model = cotune.open(${JSON.stringify(study.head.name)}).model()`} />
      {opened ? (
        <p data-testid="holdout">
          <strong>
            {metricWord(metric)} {score(metric, opened.score.score)}
          </strong>{' '}
          <span class="ct-quiet">
            on {opened.n_rows} sealed rows; opened {opened.count === 1 ? 'once' : `${opened.count} times`}
          </span>
        </p>
      ) : (
        run.holdout_rows > 0 &&
        study.head.host !== 'lost' && (
          <p class="ct-quiet">
            {run.holdout_rows} rows are sealed: no trial has seen them.{' '}
            <button class="ct-link" data-testid="unseal" onClick={() => store.propose({ kind: 'unseal_holdout' })}>
              <Icon name="lock" />
              Try the model on them…
            </button>
          </p>
        )
      )}
    </div>
  );
}

function Code({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <p class="ct-code">
      <code>{text}</code>
      {navigator.clipboard && (
        <button
          class="ct-icon-button"
          aria-label="Copy the code"
          title={isCopied ? 'Copied' : 'Copy'}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          <Icon name={isCopied ? 'check' : 'copy'} />
        </button>
      )}
    </p>
  );
}
