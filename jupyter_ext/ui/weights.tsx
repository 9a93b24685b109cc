import { useState } from 'preact/hooks';
import { few, noise } from './format';
import type { Store } from './store';
import type { ColumnWeight, ModelReady } from './wire/wire';
import { metricWord } from './words';

/** More columns than this are shown on demand. */
const MOST_SHOWN = 10;

/** Which columns the model relies on, measured when somebody asks. */
export function Weights({ store, model }: { store: Store; model: ModelReady }) {
  const { weights } = store.state.value;
  if (store.isPending(r => r.kind === 'show_weights')) {
    return (
      <p class="ct-quiet" role="status">
        Shuffling one column after another, for up to 10 s…{' '}
        <button class="ct-link" data-testid="stop_weights" onClick={() => store.request({ kind: 'stop_weights' })}>
          Stop
        </button>
      </p>
    );
  }
  if (weights === null || !isSame(weights.model, model)) {
    return (
      <p>
        <button class="ct-link" data-testid="show_weights" onClick={() => store.request({ kind: 'show_weights' })}>
          Which columns does it rely on?
        </button>
      </p>
    );
  }
  return <Columns model={model} weights={weights.weights} />;
}

/** Another model's weights may still be on their way when a model is made. */
const isSame = (one: ModelReady, other: ModelReady) => apart(one) === apart(other);

/** What is said of a model that is the best so far changes with the state of the search. */
const apart = (model: ModelReady) => JSON.stringify({ ...model, message: '' });

function Columns({ model, weights }: { model: ModelReady; weights: ColumnWeight[] }) {
  const [isWhole, setWhole] = useState(false);
  const most = Math.max(0, ...weights.map(({ drop, noise }) => drop + (noise ?? 0)));
  const shown = isWhole ? weights : weights.slice(0, MOST_SHOWN);
  return (
    <section aria-label="Columns that it relies on" data-testid="weights">
      <h4>Columns that it relies on</h4>
      <p class="ct-quiet">
        How much worse {metricWord(model.cv.metric)} gets when a column’s values are shuffled. The thin line is the
        noise of the folds. Columns that say the same share it.
      </p>
      <table class="ct-weights">
        <tbody>
          {shown.map(weight => (
            <Row key={weight.column} weight={weight} most={most} />
          ))}
        </tbody>
      </table>
      {shown.length < weights.length && (
        <button class="ct-link" onClick={() => setWhole(true)}>
          Show all {weights.length.toLocaleString('en')}
        </button>
      )}
    </section>
  );
}

function Row({ weight: { column, drop, noise: error }, most }: { weight: ColumnWeight; most: number }) {
  const place = (value: number) => `${(100 * Math.min(Math.max(0, value), most)) / (most || 1)}%`;
  const low = drop - (error ?? 0);
  const high = drop + (error ?? 0);
  return (
    <tr title={`${column}: ${few(drop)} ${noise(error)}`}>
      <th scope="row">{column}</th>
      <td class="ct-weight" aria-hidden="true">
        <div>
          <b style={{ width: place(drop) }} />
          <i style={{ left: place(low), width: `calc(${place(high)} - ${place(low)})` }} />
        </div>
      </td>
      <td class="ct-right">{few(drop)}</td>
    </tr>
  );
}
