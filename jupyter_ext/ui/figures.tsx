import type { ComponentChildren } from 'preact';
import type { Mark } from './markdown';
import type { Figure } from './wire/wire';

export interface FigureLinks {
  showTrial(trial: number): void;
  showLine(seq: number): void;
}

/** Marks the agent's numbers: a link to what bears them out, or a doubt. */
export function figureMark(figures: readonly Figure[], links: FigureLinks): Mark {
  if (figures.length === 0) return text => text;
  const byPlace = new Map(figures.map(figure => [`${figure.nth} ${figure.text}`, figure]));
  const texts = [...new Set(figures.map(figure => figure.text))].sort((a, b) => b.length - a.length);
  const anyOf = new RegExp(`(?<![\\p{L}\\p{N}_.])(?:${texts.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
  const seen = new Map<string, number>();
  return text => {
    const marked: ComponentChildren[] = [];
    let from = 0;
    for (const { 0: found, index } of text.matchAll(anyOf)) {
      const nth = seen.get(found) ?? 0;
      seen.set(found, nth + 1);
      const figure = byPlace.get(`${nth} ${found}`);
      if (!figure) continue;
      marked.push(text.slice(from, index), <FigureView key={index} figure={figure} links={links} />);
      from = index + found.length;
    }
    return [...marked, text.slice(from)];
  };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function FigureView({ figure, links }: { figure: Figure; links: FigureLinks }) {
  const { bears, text, note, trial, seq } = figure;
  if (bears === 'nothing') {
    return (
      <mark class="ct-doubt" data-testid="doubt" title={note}>
        {text}
        <span class="ct-unseen"> (unverified: {note})</span>
      </mark>
    );
  }
  if (trial === null && seq === null) {
    return (
      <span class="ct-figure" title={note}>
        {text}
      </span>
    );
  }
  const show = () => (trial !== null ? links.showTrial(trial) : links.showLine(seq!));
  return (
    <button class="ct-link" data-testid="figure" title={note} onClick={show}>
      {text}
    </button>
  );
}
