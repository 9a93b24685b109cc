import { focused } from './chart';
import { natural, number } from './format';
import type { Trial, TrialTable } from './trials';
import { lowerIsBetter, type Metric } from './words';

export const WIDTH = 300;
export const HEIGHT = 180;
export const LEFT = 46;
export const BOTTOM = 34;
export const AIR = 8;
/** More dots than this say nothing more; every so-many-th is drawn, and the front always. */
const MOST_DOTS = 600;

interface Point {
  id: number;
  x: number;
  y: number;
}

export interface Plot {
  dots: Point[];
  front: Point[];
  xTicks: { at: number; label: string }[];
  yTicks: { at: number; label: string }[];
}

/** Where each trial of the run stands: the cost on a logarithmic scale, the score in its metric's own numbers. */
export function placed(trials: TrialTable, run: number, front: readonly number[], metric: Metric): Plot {
  const known = trials
    .idsOf(run)
    .map(id => trials.at(id))
    .filter(t => t.status === 'ok' && !Number.isNaN(t.score) && t.cost > 0);
  const own = front.map(id => trials.at(id));
  const costs = known.map(t => Math.log10(t.cost));
  const xs = widened(Math.min(...costs), Math.max(...costs), 0.06);
  const values = (of: readonly Trial[]) => of.map(t => natural(metric, t.score));
  const [low, high] = focused(values(known), lowerIsBetter(metric));
  const ys = widened(Math.min(low, ...values(own)), Math.max(high, ...values(own)), 0.04);
  const x = (value: number) => LEFT + ((value - xs[0]) / (xs[1] - xs[0])) * (WIDTH - LEFT - AIR);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - ys[0]) / (ys[1] - ys[0])) * (HEIGHT - BOTTOM - AIR);
  const at = (t: Trial): Point => ({ id: t.id, x: x(Math.log10(t.cost)), y: y(natural(metric, t.score)) });
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

/** Up to the next point a higher cost buys nothing: so the line goes across first, then up. */
export function steps(front: readonly Point[]): string {
  return front.map(({ x, y }, i) => `${i > 0 ? `${x},${front[i - 1]!.y} ` : ''}${x},${y}`).join(' ');
}
