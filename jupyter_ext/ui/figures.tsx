import type { ComponentChildren } from 'preact';
import type { Mark } from './markdown';
import type { Store } from './store';
import type { Figure } from './wire/wire';

/** Where a figure leads: to a trial, a line of the conversation, a part of the study, or the cards. */
function show(store: Store, { trial, seq, shown_in }: Figure): void {
  if (trial !== null) store.wanted.value = { tab: 'trials', trial };
  else if (seq !== null) seen(store, `line-${seq}`);
  else if (shown_in === 'cards' && store.state.value.study?.gate.cards.length) seen(store, 'cards');
  else if (shown_in) store.wanted.value = { tab: shown_in === 'cards' ? 'search' : shown_in };
}

const seen = (store: Store, id: string) =>
  document.getElementById(`${store.uid}-${id}`)?.scrollIntoView?.({ block: 'nearest' });

/** Marks the agent's numbers: a link to what bears them out, or a doubt. */
export function figureMark(figures: readonly Figure[], store: Store): Mark {
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
      marked.push(text.slice(from, index), <FigureView key={index} figure={figure} store={store} />);
      from = index + found.length;
    }
    return [...marked, text.slice(from)];
  };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function FigureView({ figure, store }: { figure: Figure; store: Store }) {
  const { bears, text, note, trial, seq, shown_in } = figure;
  if (bears === 'nothing') {
    return (
      <mark class="ct-doubt" data-testid="doubt" title={note}>
        {text}
        <span class="ct-unseen"> (unverified: {note})</span>
      </mark>
    );
  }
  if (trial === null && seq === null && !shown_in) {
    return (
      <span class="ct-figure" title={note}>
        {text}
      </span>
    );
  }
  return (
    <button class="ct-link" data-testid="figure" title={note} onClick={() => show(store, figure)}>
      {text}
    </button>
  );
}
