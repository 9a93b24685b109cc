import { useState } from 'preact/hooks';
import { count, noise, score } from './format';
import { Icon } from './icons';
import type { StudyState } from './state';
import type { Store } from './store';
import type { HoldoutOpened, ModelReady } from './wire/wire';
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
  const opened = holdout.filter(h => h.run === model.run).at(-1);
  return (
    <section class="ct-model" aria-label="The model" data-testid="model">
      <h3>{run.phase === 'ended' ? 'Your model is ready' : 'A model is ready'}</h3>
      <p>
        <span class="ct-score">{score(metric, model.cv.score)}</span>{' '}
        <span class="ct-quiet">
          {noise(model.cv.standard_error)} cross‑validated {metricWord(metric)}
        </span>
      </p>
      <Holdout store={store} study={study} metric={metric} opened={opened} />
      <Members members={model.members} />
      {model.message && <p class="ct-quiet">{model.message}</p>}
      {model.predict_ms !== null && (
        <p class="ct-quiet">Predicts a row in {Number(model.predict_ms.toPrecision(2))} ms</p>
      )}
      <Code text={`model = cotune.open(${JSON.stringify(study.head.name)}).model()`} />
    </section>
  );
}

interface HoldoutProps {
  store: Store;
  study: StudyState;
  metric: Metric;
  opened: HoldoutOpened | undefined;
}

/** How the model does on rows that no trial has seen, or the way to find out. */
function Holdout({ store, study, metric, opened }: HoldoutProps) {
  const { holdout_rows } = study.progress.run;
  if (opened) {
    return (
      <p data-testid="holdout">
        <strong>
          {metricWord(metric)} {score(metric, opened.score.score)}
        </strong>{' '}
        <span class="ct-quiet">
          on {count(opened.n_rows, 'sealed row')}; opened {opened.count === 1 ? 'once' : `${opened.count} times`}
        </span>
      </p>
    );
  }
  if (holdout_rows === 0 || study.head.host === 'lost') return null;
  if (study.result.unsealing)
    return (
      <p class="ct-quiet" role="status">
        The sealed rows are being scored…
      </p>
    );
  return (
    <p class="ct-quiet">
      {count(holdout_rows, 'row')} are sealed: no trial has seen them.{' '}
      <button class="ct-link" data-testid="unseal" onClick={() => store.propose({ kind: 'unseal_holdout' })}>
        <Icon name="lock" />
        Try the model on them…
      </button>
    </p>
  );
}

function Members({ members }: { members: ModelReady['members'] }) {
  if (members.length === 1) return <p>{familyWord(members[0]!.family)}</p>;
  return (
    <details>
      <summary>
        A blend of {members.length}: {[...new Set(members.map(m => familyWord(m.family)))].join(', ')}
      </summary>
      <table class="ct-members">
        <tbody>
          {[...members]
            .sort((a, b) => b.weight - a.weight)
            .map(({ trial, family, weight }) => (
              <tr key={trial}>
                <th scope="row">
                  {familyWord(family)} <span class="ct-quiet">trial {trial}</span>
                </th>
                <td class="ct-right">{Math.round(100 * weight)} %</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
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
