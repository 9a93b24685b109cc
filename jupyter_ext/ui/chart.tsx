import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { natural, number, scored, scoreLabel } from './format';
import type { Store } from './store';
import type { Trial, TrialTable } from './trials';
import { familyWord, lowerIsBetter, type Metric } from './words';

const HEIGHT = 168;
const AXIS_FONT = '11px system-ui, sans-serif';
const FEWEST_SHOWN = 10;

interface Props {
  store: Store;
  metric: Metric;
  run: number;
  baseline: number | null;
  show(trial: number): void;
}

/** Each finished trial of the run as a dot, the best so far as a line; a dot tells what it is, and opens with a click. */
export function History({ store, metric, run, baseline, show }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const opening = useRef(show);
  opening.current = show;
  useEffect(() => {
    const element = host.current!;
    const colours = readColours(element);
    let ids: readonly number[] = [];
    const hooks: uPlot.Hooks.Arrays = {
      setCursor: [({ cursor }) => setPointed(cursor.idx == null ? null : (ids[cursor.idx] ?? null))],
      ready: [
        ({ over, cursor }) =>
          over.addEventListener('click', () => {
            const id = cursor.idx == null ? undefined : ids[cursor.idx];
            if (id !== undefined) opening.current(id);
          })
      ]
    };
    const look = { ...options(element.clientWidth, metric, colours), hooks };
    const plot = new uPlot(look, [[], [], [], [], [], []], element);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const drawn = series(store.trials, metric, run, baseline);
      ids = drawn.ids;
      plot.setData(drawn.data);
    };
    const unsubscribe = store.trialsVersion.subscribe(() => {
      if (!frame) frame = requestAnimationFrame(draw);
    });
    const stopped = onLookChange(element, () => {
      Object.assign(colours, readColours(element));
      if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height: HEIGHT });
      plot.redraw();
    });
    return () => {
      unsubscribe();
      stopped.abort();
      cancelAnimationFrame(frame);
      plot.destroy();
    };
  }, [store, metric, run, baseline]);
  return (
    <figure class="ct-figure">
      <h3>{scoreLabel(metric)} over the trials</h3>
      <div
        class="ct-chart"
        ref={host}
        role="img"
        aria-label={`${scoreLabel(metric)} of each trial and the best so far`}
        data-testid="chart"
      />
      <figcaption class="ct-legend">
        {pointed === null ? (
          <>
            <span class="ct-key-dot">trial</span>
            <span class="ct-key-line">best ± noise</span>
            {baseline !== null && <span class="ct-key-dash">default XGBoost</span>}
          </>
        ) : (
          <Pointed trial={store.trials.at(pointed)} metric={metric} />
        )}
      </figcaption>
    </figure>
  );
}

function Pointed({ trial, metric }: { trial: Trial; metric: Metric }) {
  return (
    <span class="ct-pointed" data-testid="pointed">
      Trial {trial.id}, {familyWord(trial.family)}: <strong>{scored(metric, trial.score, trial.standardError)}</strong>
    </span>
  );
}

/** More dots than this say nothing more; every so-many-th is drawn, and each one that was the best of its time. */
const MOST_DOTS = 1000;

interface Drawn {
  data: uPlot.AlignedData;
  /** Of the trial at each point. */
  ids: readonly number[];
}

/** x: how many trials have a score; y: each score, the best so far, the baseline, and the best less and plus its noise. */
export function series(trials: TrialTable, metric: Metric, run: number, baseline: number | null): Drawn {
  const scores = trials.column('score');
  const noises = trials.column('standard_error');
  const known = trials.idsOf(run).filter(id => !Number.isNaN(scores[id]!));
  const every = Math.ceil(known.length / MOST_DOTS);
  const data: [number[], number[], number[], (number | null)[], number[], number[]] = [[], [], [], [], [], []];
  const ids: number[] = [];
  let top = -Infinity;
  let noise = 0;
  known.forEach((id, i) => {
    const isBest = scores[id]! > top;
    if (isBest) [top, noise] = [scores[id]!, noises[id]! || 0];
    if (!isBest && i % every !== 0 && i !== known.length - 1) return;
    ids.push(id);
    data[0].push(i + 1);
    data[1].push(natural(metric, scores[id]!));
    data[2].push(natural(metric, top));
    data[3].push(baseline === null ? null : natural(metric, baseline));
    data[4].push(natural(metric, top) - noise);
    data[5].push(natural(metric, top) + noise);
  });
  return { data, ids };
}

interface Colours {
  text: string;
  faint: string;
  dot: string;
  line: string;
  band: string;
}

/** A canvas does not follow CSS: a probe element tells what the variables amount to. */
function readColours(element: HTMLElement): Colours {
  const colour = (name: string) => {
    element.style.color = `var(${name})`;
    const computed = getComputedStyle(element).color;
    element.style.color = '';
    return computed;
  };
  return {
    text: colour('--ct-fg2'),
    faint: colour('--ct-border'),
    dot: colour('--ct-dot'),
    line: colour('--ct-brand'),
    band: colour('--ct-band')
  };
}

function options(width: number, metric: Metric, colours: Colours): uPlot.Options {
  const axis = {
    stroke: () => colours.text,
    font: AXIS_FONT,
    ticks: { show: false },
    grid: { stroke: () => colours.faint, width: 0.5 }
  };
  const edge = { width: 0, points: { show: false }, paths: uPlot.paths.stepped!({ align: 1 }) };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    padding: [8, 14, 0, 0],
    scales: {
      x: { time: false, range: (_plot, _low, high) => [1, Math.max(high, FEWEST_SHOWN)] },
      y: {
        range: plot => reaching(focused(plot.data[1] as number[], lowerIsBetter(metric)), plot.data[3]?.[0] ?? null)
      }
    },
    axes: [
      {
        ...axis,
        label: 'finished trials',
        labelFont: AXIS_FONT,
        labelSize: 15,
        size: 24,
        space: 40,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
      },
      { ...axis, size: 48, space: 28, values: (_plot, ticks) => ticks.map(number) }
    ],
    series: [
      {},
      {
        label: 'score',
        paths: () => null,
        points: { show: true, size: 5, width: 0, fill: () => colours.dot, stroke: () => colours.dot }
      },
      {
        label: lowerIsBetter(metric) ? 'lowest' : 'best',
        stroke: () => colours.line,
        width: 2,
        points: { show: false },
        paths: uPlot.paths.stepped!({ align: 1 })
      },
      { label: 'default XGBoost', stroke: () => colours.text, width: 1, dash: [3, 4], points: { show: false } },
      { label: 'best less its noise', ...edge },
      { label: 'best plus its noise', ...edge }
    ],
    bands: [{ series: [5, 4], fill: () => colours.band }]
  };
}

/** The range of the better three quarters of the trials, with air: a few bad ones must not flatten the rest. */
export function focused(values: readonly number[], lowIsGood: boolean): [number, number] {
  if (values.length === 0) return [0, 1];
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const low = sorted[lowIsGood ? 0 : Math.floor(0.25 * last)]!;
  const high = sorted[lowIsGood ? Math.ceil(0.75 * last) : last]!;
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - air, high + air];
}

/** The range with `value` in it, unless that would leave less than half of it to the trials. */
export function reaching([low, high]: [number, number], value: number | null): [number, number] {
  if (value === null || (low <= value && value <= high)) return [low, high];
  const air = (high - low) * 0.04;
  const wider: [number, number] = [Math.min(low, value - air), Math.max(high, value + air)];
  return wider[1] - wider[0] <= 2 * (high - low) ? wider : [low, high];
}

function onLookChange(element: HTMLElement, redraw: () => void): AbortController {
  const stopped = new AbortController();
  const size = new ResizeObserver(redraw);
  size.observe(element);
  const theme = new MutationObserver(redraw);
  const attributeFilter = ['data-jp-theme-name', 'data-jp-theme-light', 'data-vscode-theme-kind', 'class'];
  theme.observe(document.body, { attributes: true, attributeFilter });
  window.matchMedia?.('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal: stopped.signal });
  stopped.signal.addEventListener('abort', () => {
    size.disconnect();
    theme.disconnect();
  });
  return stopped;
}
