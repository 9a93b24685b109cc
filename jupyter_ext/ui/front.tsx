import { useState } from 'preact/hooks';
import { focused } from './chart';
import { natural, noise, number, score, scoreLabel } from './format';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Trial, TrialTable } from './trials';
import type { SearchSpec } from './wire/wire';
import { familyWord, lowerIsBetter, objectiveUnit, objectiveWord, type Metric, type SecondObjective } from './words';

const WIDTH = 360;
const HEIGHT = 190;
const LEFT = 46;
const BOTTOM = 34;
const AIR = 8;
/** More dots than this say nothing more; every so-many-th is drawn, and the front always. */
const MOST_DOTS = 600;

interface Props {
  store: Store;
  study: StudyState;
  metric: Metric;
  second: SecondObjective;
  show(trial: number): void;
}

export const secondObjective = (spec: SearchSpec) =>
  spec.objectives.find((o): o is SecondObjective => o !== 'score') ?? null;

/** What a better score costs: each trial a dot, the front a line, and its points to choose the model from. */
export function Front({ store, study, metric, second, show }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  store.trialsVersion.value;
  const { front } = study.result;
  if (front.length === 0) return null;
  const column = second === 'predict_ms' ? 'predictMs' : 'sizeMb';
  const cost = (trial: Trial) => trial[column];
  const plot = placed(store.trials, study.progress.run.run, front, metric, cost);
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
            onKeyDown={event => event.key === 'Enter' && show(id)}
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
      <table class="ct-front-list" aria-label="Trials to choose the model from">
        <tbody>
          {front.map(id => (
            <Choice
              key={id}
              store={store}
              study={study}
              trial={store.trials.at(id)}
              metric={metric}
              cost={`${number(cost(store.trials.at(id)))} ${objectiveUnit(second)}`}
              isPointed={pointed === id}
              point={() => setPointed(id)}
              show={show}
            />
          ))}
        </tbody>
      </table>
    </figure>
  );
}

interface ChoiceProps {
  store: Store;
  study: StudyState;
  trial: Trial;
  metric: Metric;
  cost: string;
  isPointed: boolean;
  point(): void;
  show(trial: number): void;
}

function Choice({ store, study, trial, metric, cost, isPointed, point, show }: ChoiceProps) {
  return (
    <tr class={isPointed ? 'ct-front-row' : ''} onPointerEnter={point}>
      <th scope="row">
        <button class="ct-link" onClick={() => show(trial.id)}>
          {trial.id}
        </button>{' '}
        {familyWord(trial.family)}
      </th>
      <td class="ct-right">
        {score(metric, trial.score)} <span class="ct-quiet">{noise(trial.standardError)}</span>
      </td>
      <td class="ct-right">{cost}</td>
      <td class="ct-right">
        <UseButton store={store} study={study} trial={trial.id} />
      </td>
    </tr>
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
  result.model?.members.length === 1 && result.model.members[0]!.trial === trial;

function told(trial: Trial, metric: Metric, second: SecondObjective): string {
  const cost = second === 'predict_ms' ? trial.predictMs : trial.sizeMb;
  const scored = `${score(metric, trial.score)} ${noise(trial.standardError)}`.trim();
  return `Trial ${trial.id}, ${familyWord(trial.family)}: ${scored} at ${number(cost)} ${objectiveUnit(second)}`;
}

interface Point {
  id: number;
  x: number;
  y: number;
}

interface Plot {
  dots: Point[];
  front: Point[];
  xTicks: { at: number; label: string }[];
  yTicks: { at: number; label: string }[];
}

/** Where each trial of the run stands: the cost on a logarithmic scale, the score in its metric's own numbers. */
export function placed(
  trials: TrialTable,
  run: number,
  front: readonly number[],
  metric: Metric,
  cost: (trial: Trial) => number
): Plot {
  const known = trials
    .idsOf(run)
    .map(id => trials.at(id))
    .filter(t => t.status === 'ok' && !Number.isNaN(t.score) && cost(t) > 0);
  const own = front.map(id => trials.at(id));
  const costs = known.map(t => Math.log10(cost(t)));
  const xs = widened(Math.min(...costs), Math.max(...costs), 0.06);
  const values = (of: readonly Trial[]) => of.map(t => natural(metric, t.score));
  const [low, high] = focused(values(known), lowerIsBetter(metric));
  const ys = widened(Math.min(low, ...values(own)), Math.max(high, ...values(own)), 0.04);
  const x = (value: number) => LEFT + ((value - xs[0]) / (xs[1] - xs[0])) * (WIDTH - LEFT - AIR);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - ys[0]) / (ys[1] - ys[0])) * (HEIGHT - BOTTOM - AIR);
  const at = (t: Trial): Point => ({ id: t.id, x: x(Math.log10(cost(t))), y: y(natural(metric, t.score)) });
  const every = Math.ceil(known.length / MOST_DOTS);
  const isShown = (t: Trial, i: number) =>
    i % every === 0 && !front.includes(t.id) && natural(metric, t.score) >= ys[0];
  return {
    dots: known.filter((t, i) => isShown(t, i) && natural(metric, t.score) <= ys[1]).map(at),
    front: own.map(at),
    xTicks: logTicks(...xs).map(value => ({ at: x(Math.log10(value)), label: number(value) })),
    yTicks: linearTicks(...ys).map(value => ({ at: y(value), label: number(value) }))
  };
}

function widened(low: number, high: number, share: number): [number, number] {
  const air = (high - low || Math.abs(high) || 1) * share;
  return [low - air, high + air];
}

/** 1, 2 and 5 times powers of ten between two exponents; powers alone where there would be many. */
function logTicks(low: number, high: number): number[] {
  const ticks = (steps: readonly number[]) => {
    const found: number[] = [];
    for (let e = Math.floor(low); e <= Math.ceil(high); e++) {
      for (const step of steps) {
        const value = Number(`${step}e${e}`);
        if (Math.log10(value) >= low && Math.log10(value) <= high) found.push(value);
      }
    }
    return found;
  };
  const fine = ticks([1, 2, 5]);
  return fine.length > 6 ? ticks([1]) : fine;
}

function linearTicks(low: number, high: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / 3));
  const step = [1, 2, 5, 10].map(n => n * power).find(s => (high - low) / s <= 4.5)!;
  const found: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) found.push(Number((n * step).toPrecision(12)));
  return found;
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

/** Up to the next point a higher cost buys nothing: so the line goes across first, then up. */
function steps(front: readonly Point[]): string {
  return front.map(({ x, y }, i) => `${i > 0 ? `${x},${front[i - 1]!.y} ` : ''}${x},${y}`).join(' ');
}
