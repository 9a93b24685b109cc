import { useMemo, useState } from 'preact/hooks';
import { number, scored, scoreLabel } from './format';
import { AIR, BOTTOM, HEIGHT, LEFT, placed, steps, WIDTH, type Plot } from './front_plot';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Trial } from './trials';
import type { SearchSpec } from './wire/wire';
import { familyWord, objectiveUnit, objectiveWord, type Metric, type SecondObjective } from './words';

interface Props {
  store: Store;
  study: StudyState;
  metric: Metric;
  second: SecondObjective;
  show(trial: number): void;
}

export const secondObjective = (spec: SearchSpec) =>
  spec.objectives.find((o): o is SecondObjective => o !== 'score') ?? null;

/** A key that presses a button; the page must not scroll by it. */
function isPress(event: KeyboardEvent): boolean {
  const presses = event.key === 'Enter' || event.key === ' ';
  if (presses) event.preventDefault();
  return presses;
}

/** What a better score costs: each trial a dot, the front a line, and its points to choose the model from. */
export function Front({ store, study, metric, second, show }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const version = store.trialsVersion.value;
  const { front } = study.result;
  const { run } = study.progress.run;
  const plot = useMemo(
    () => (front.length > 0 ? placed(store.trials, run, front, metric) : null),
    [store, version, run, front, metric]
  );
  if (plot === null) return null;
  const about = pointed === null ? null : store.trials.at(pointed);
  return (
    <figure class="ct-figure ct-front" data-testid="front">
      <h3>
        {scoreLabel(metric)} against {objectiveWord(second)}
      </h3>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={`Trials by ${objectiveWord(second)} and score`}>
        <Axes plot={plot} unit={objectiveUnit(second)} />
        {plot.dots.map(({ id, x, y }) => (
          <circle key={id} class="ct-front-dot" cx={x} cy={y} r="2.2" onClick={() => show(id)}>
            <title>{told(store.trials.at(id), metric, second)}</title>
          </circle>
        ))}
        <polyline class="ct-front-line" points={steps(plot.front)} />
        {plot.front.map(({ id, x, y }) => (
          <g
            key={id}
            role="button"
            tabIndex={0}
            class={`ct-front-point ${pointed === id ? 'ct-front-pointed' : ''}`}
            aria-label={told(store.trials.at(id), metric, second)}
            data-testid={`front-${id}`}
            onPointerEnter={() => setPointed(id)}
            onFocus={() => setPointed(id)}
            onClick={() => setPointed(id)}
            onKeyDown={event => isPress(event) && show(id)}
          >
            <circle class="ct-front-reach" cx={x} cy={y} r="11" />
            <circle class={isModel(study, id) ? 'ct-front-model' : ''} cx={x} cy={y} r="4.5" />
          </g>
        ))}
      </svg>
      <figcaption class="ct-legend">
        {about ? (
          <span class="ct-pointed" data-testid="front-told">
            {told(about, metric, second)}
          </span>
        ) : (
          <>
            <span class="ct-key-dot">trial</span>
            <span class="ct-key-line">better than all with less {objectiveWord(second)}, beyond noise</span>
          </>
        )}
      </figcaption>
      <ul class="ct-front-list" aria-label="Trials to choose the model from">
        {front.map(id => (
          <Choice
            key={id}
            store={store}
            study={study}
            trial={store.trials.at(id)}
            metric={metric}
            second={second}
            isPointed={pointed === id}
            point={() => setPointed(id)}
            show={show}
          />
        ))}
      </ul>
    </figure>
  );
}

interface ChoiceProps {
  store: Store;
  study: StudyState;
  trial: Trial;
  metric: Metric;
  second: SecondObjective;
  isPointed: boolean;
  point(): void;
  show(trial: number): void;
}

function Choice({ store, study, trial, metric, second, isPointed, point, show }: ChoiceProps) {
  return (
    <li class={isPointed ? 'ct-front-row' : ''} onPointerEnter={point}>
      <span>
        <button class="ct-link" onClick={() => show(trial.id)}>
          {trial.id}
        </button>{' '}
        {familyWord(trial.family)}
      </span>
      <UseButton store={store} study={study} trial={trial.id} />
      <span class="ct-quiet">{scored(metric, trial.score, trial.standardError)}</span>
      <span class="ct-quiet">{costWords(trial, second)}</span>
    </li>
  );
}

/** Makes a trial the model, or says that it is. */
export function UseButton({ store, study, trial }: { store: Store; study: StudyState; trial: number }) {
  const { chosen, choosing } = study.result;
  if (chosen === trial) return <span class="ct-quiet">{choosing ? 'being made…' : 'your choice'}</span>;
  if (isModel(study, trial)) return <span class="ct-quiet">the model</span>;
  if (study.head.host === 'lost') return null;
  return (
    <button
      class="ct-link"
      data-testid={`use-${trial}`}
      aria-label={`Make trial ${trial} the model`}
      onClick={() => store.propose({ kind: 'use_trial', trial })}
    >
      use it
    </button>
  );
}

const isModel = ({ result }: StudyState, trial: number) =>
  !result.so_far && result.model?.members.length === 1 && result.model.members[0]!.trial === trial;

function costWords(trial: Trial, second: SecondObjective): string {
  return `${number(Number(trial.cost.toPrecision(3)))} ${objectiveUnit(second)}`;
}

function told(trial: Trial, metric: Metric, second: SecondObjective): string {
  const value = scored(metric, trial.score, trial.standardError);
  return `Trial ${trial.id}, ${familyWord(trial.family)}: ${value} at ${costWords(trial, second)}`;
}

function Axes({ plot, unit }: { plot: Plot; unit: string }) {
  return (
    <g class="ct-front-axes" aria-hidden="true">
      {plot.yTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={LEFT} x2={WIDTH - AIR} y1={at} y2={at} />
          <text x={LEFT - 5} y={at + 3.5} text-anchor="end">
            {label}
          </text>
        </g>
      ))}
      {plot.xTicks.map(({ at, label }) => (
        <g key={label}>
          <line x1={at} x2={at} y1={AIR} y2={HEIGHT - BOTTOM} />
          <text x={at} y={HEIGHT - BOTTOM + 13} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
      <text x={(LEFT + WIDTH) / 2} y={HEIGHT - 5} text-anchor="middle">
        {unit}
      </text>
    </g>
  );
}
