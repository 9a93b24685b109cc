import { lowerIsBetter, metricWord, type Metric } from './words';

/** Four significant digits; large numbers grouped; an en dash where there is none. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 10_000) return value.toLocaleString('en', { maximumFractionDigits: 0 });
  if (size !== 0 && size < 0.0001) return value.toExponential(2);
  return Number(value.toPrecision(4)).toString();
}

/** Two significant digits: of differences, noise and times, where more say nothing. */
export const few = (value: number) => number(Number(value.toPrecision(2)));

/** The metric's own value of a score: losses are negated in scores, so that higher is always better. */
export const natural = (metric: Metric, score: number) => (lowerIsBetter(metric) ? -score : score);

export function score(metric: Metric, value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : fixed(natural(metric, value));
}

/** Scores in one column compare better with equal decimals; the errors of a target in small units are none to four. */
function fixed(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return number(value);
  return size < 10 ? value.toFixed(4) : size < 1000 ? value.toFixed(2) : number(value);
}

export function noise(standardError: number | null | undefined): string {
  return standardError === null || standardError === undefined || !Number.isFinite(standardError)
    ? ''
    : `± ${few(standardError)}`;
}

/** '0.8312 ± 0.012': how every score reads; without the ± where its noise is not known. */
export const scored = (metric: Metric, value: number | null | undefined, standardError: number | null | undefined) =>
  `${score(metric, value)} ${noise(standardError)}`.trim();

export const scoreLabel = (metric: Metric) => metricWord(metric) + (lowerIsBetter(metric) ? ' (lower is better)' : '');

/** '0:07', '4:05', '1:02:03'. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** '45 s', '5 min', '1.5 h'. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Number((seconds / 60).toPrecision(2))} min`;
  const hours = seconds / 3600;
  return hours < 10 ? `${Number(hours.toPrecision(2))} h` : `${Math.round(hours).toLocaleString('en')} h`;
}

/** '45 s', '12 min 30 s', '1 h 40 min': of what somebody sets or approves, where 1.7 h might be 100 minutes or 102. */
export function exactDuration(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's']
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n.toLocaleString('en')} ${unit}`)
    .join(' ');
}

/** As they stand in a field: 100 s are 1.667 minutes there. */
export const minutes = (seconds: number) => Number((seconds / 60).toPrecision(4));

/** '1.20', '0.0031'. */
export const money = (amount: number) => (amount >= 0.1 || amount === 0 ? amount.toFixed(2) : amount.toPrecision(2));

/** One decimal up to a minute, so that times in a column compare. */
export const trialSeconds = (seconds: number) =>
  Number.isFinite(seconds) ? (seconds < 60 ? `${seconds.toFixed(1)} s` : duration(seconds)) : '–';

/** 'just now', '5 min ago', '3 days ago'. */
export function ago(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return 'just now';
  if (minutes < 90) return `${Math.round(minutes)} min ago`;
  if (minutes < 36 * 60) return `${Math.round(minutes / 60)} h ago`;
  return `${Math.round(minutes / 1440)} days ago`;
}

export const memory = (mb: number) => (mb < 1000 ? `${Math.round(mb)} MB` : `${(mb / 1000).toFixed(1)} GB`);
export const count = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** '4.5 – 5 min', '121 – 485 MB'; one of them when they read alike. */
export function span(low: string, high: string): string {
  if (low === high) return low;
  const [value, unit] = low.split(' ');
  return high.endsWith(` ${unit}`) ? `${value} – ${high}` : `${low} – ${high}`;
}
