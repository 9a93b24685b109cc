import { useState } from 'preact/hooks';
import { count, few, memory, noise, number, score, scored } from './format';
import { Icon } from './icons';
import type { StudyState } from './state';
import type { Store } from './store';
import { Weights } from './weights';
import { BATCH_ROWS, type ModelReady, type Optimism } from './wire/wire';
import { familyWord, metricWord, type Metric } from './words';

/** The model that can be taken away, and the sealed rows it can be tried on. */
export function ModelBox({ store, study, metric }: { store: Store; study: StudyState; metric: Metric }) {
  const { model, so_far, chosen, choosing } = study.result;
  const { run } = study.progress;
  if (model && so_far) return <SoFar store={store} study={study} model={model} />;
  if (!model) {
    const isComing = run.phase === 'finishing';
    const isAwaited = chosen !== null && !isComing;
    return isComing || isAwaited ? (
      <p class="ct-quiet ct-pad" role="status">
        {isComing ? 'Making the model…' : `The model will be made of trial ${chosen}.`}
        {isAwaited && <Undo store={store} />}
      </p>
    ) : null;
  }
  return (
    <section class="ct-model" aria-label="The model" data-testid="model">
      <h3>{titleOf(model, run.phase === 'ended')}</h3>
      <p>
        <span class="ct-score">{score(metric, model.cv.score)}</span>{' '}
        <span class="ct-quiet">
          {noise(model.cv.standard_error)} cross‑validated {metricWord(metric)}
        </span>
      </p>
      <Holdout store={store} study={study} metric={metric} />
      <Members members={model.members} />
      {model.members.length > 0 && study.head.host !== 'lost' && !choosing && <Weights store={store} model={model} />}
      {(model.message || chosen !== null) && (
        <p class="ct-quiet">
          {model.message}
          {chosen !== null && !choosing && <Undo store={store} />}
        </p>
      )}
      {choosing && (
        <p role="status">
          {chosen === null ? 'Making the model as cotune would…' : `Making the model of trial ${chosen}…`}
        </p>
      )}
      <p class="ct-quiet">{costs(model)}</p>
      <Code text={`model = ${study.head.code}.model()`} />
    </section>
  );
}

function titleOf(model: ModelReady, isOver: boolean): string {
  if (model.members.length === 0) return 'A model that only guesses';
  return isOver ? 'Your model is ready' : 'A model is ready';
}

/** Until the run has made its model: the trial that can be taken away already. Its score stands above. */
function SoFar({ store, study, model }: { store: Store; study: StudyState; model: ModelReady }) {
  const { message, members } = model;
  return (
    <section class="ct-model" aria-label="The model so far" data-testid="model-so-far">
      <h3>A model is there already</h3>
      <p>
        {members.map(m => familyWord(m.family)).join()}: {message}.
        {study.result.chosen !== null && study.progress.run.phase !== 'finishing' && <Undo store={store} />}
      </p>
      {study.head.host !== 'lost' && <Weights store={store} model={model} />}
      <p class="ct-quiet">{costs(model)}</p>
      <Code text={`model = ${study.head.code}.model()`} />
    </section>
  );
}

/** Takes the choice of a trial back. */
function Undo({ store }: { store: Store }) {
  return (
    <>
      {' '}
      <button class="ct-link" data-testid="use-none" onClick={() => store.propose({ kind: 'use_trial', trial: null })}>
        Leave it to cotune
      </button>
    </>
  );
}

function costs({ predict_ms, single_ms, size_mb }: ModelReady): string {
  const ms = (value: number) => `${few(value)} ms`;
  const time = predict_ms === null ? '' : `Predicts a row of a batch of ${BATCH_ROWS} in ${ms(predict_ms)}`;
  const alone = single_ms === null ? '' : `one row alone in ${ms(single_ms)}`;
  const size = size_mb === null ? '' : size_mb < 1 ? `${number(1000 * size_mb)} KB` : memory(size_mb);
  return [time, alone, size].filter(Boolean).join(' · ');
}

interface HoldoutProps {
  store: Store;
  study: StudyState;
  metric: Metric;
}

/** How the model does on rows that no trial has seen, or the way to find out. */
function Holdout({ store, study, metric }: HoldoutProps) {
  const { holdout_rows } = study.progress.run;
  const { opened, optimism, choosing } = study.result;
  if (opened) {
    return (
      <p data-testid="holdout">
        <strong>
          {metricWord(metric)} {scored(metric, opened.score.score, opened.score.standard_error)}
        </strong>{' '}
        <span class="ct-quiet">
          on {count(opened.n_rows, 'sealed row')}; opened {opened.count === 1 ? 'once' : `${opened.count} times`}
        </span>
        {optimism && <Gap optimism={optimism} />}
      </p>
    );
  }
  if (holdout_rows === 0 || choosing || study.head.host === 'lost') return null;
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

/** Whether cross-validation promised more than the sealed rows kept. */
function Gap({ optimism }: { optimism: Optimism }) {
  const { gap, standard_error, beyond_noise } = optimism;
  const size = `${few(Math.abs(gap))} ${noise(standard_error)}`.trim();
  const verdict = beyond_noise === null ? 'its noise is not known' : beyond_noise ? 'beyond noise' : 'within noise';
  return (
    <>
      <br />
      <span class={beyond_noise && gap > 0 ? 'ct-problem' : 'ct-quiet'} data-testid="optimism">
        Cross‑validation was {size} {gap >= 0 ? 'better' : 'worse'}: {verdict}
      </span>
    </>
  );
}

function Members({ members }: { members: ModelReady['members'] }) {
  if (members.length === 0) return null;
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
  const [tried, setTried] = useState<{ text: string; isCopied: boolean } | null>(null);
  const last = tried?.text === text ? tried : null;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setTried({ text, isCopied: true }),
      () => setTried({ text, isCopied: false })
    );
  return (
    <>
      <p class="ct-code">
        <code>{text}</code>
        {navigator.clipboard && (
          <button class="ct-icon-button" aria-label="Copy the code" title="Copy" onClick={() => void copy()}>
            <Icon name={last?.isCopied ? 'check' : 'copy'} />
          </button>
        )}
      </p>
      <p class={last ? 'ct-quiet' : 'ct-unseen'} role="status">
        {last && (last.isCopied ? 'Copied.' : 'The browser does not let this page copy: select the text instead.')}
      </p>
    </>
  );
}
