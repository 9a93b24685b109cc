import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CardView, type Answer } from './card';
import { isKeyboardFree } from './focus';
import { count } from './format';
import { bringIntoView } from './scroll';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Card } from './wire/wire';

/** So long a card takes no yes after it has come or moved: a click may have been meant for what was there before. */
const SETTLE_MS = 800;

/** What waits for a yes or a no. */
export function Cards({ store, study }: { store: Store; study: StudyState }) {
  const list = useRef<HTMLDivElement>(null);
  const { cards } = study.gate;
  const newest = cards.at(-1)?.id;
  const moves = useMovesFromAbove(list);
  const problem = store.problem.value?.request.id ?? '';
  const isSettled = useSettled(`${cards.map(card => card.id).join()} ${moves} ${problem}`);
  const keepFocus = useFocusAfter(list, cards);
  const isAnswered = (card: Card) => store.isPending(r => r.kind === 'answer' && r.card === card.id);
  const answer = (card: Card, given: Answer) => {
    if (isAnswered(card) || (given.answer !== 'reject' && !isSettled)) return;
    keepFocus(card);
    store.answer({ card: card.id, action_digest: card.action_digest, ...given });
  };
  useEffect(() => {
    if (newest) bringIntoView(list.current);
  }, [newest]);
  return (
    <>
      <p class="ct-unseen" role="status" data-testid="waiting">
        {cards.length > 0 && `${count(cards.length, 'card')} waiting for you`}
      </p>
      <div class="ct-cards" id={`${store.uid}-cards`} ref={list}>
        {cards.map(card => (
          <CardView
            key={card.id}
            store={store}
            card={card}
            planner={study.head.planner}
            isSettled={isSettled}
            isAnswered={isAnswered(card)}
            answer={given => answer(card, given)}
          />
        ))}
      </div>
    </>
  );
}

/**
 * Whether the cards have stood for a while as this says: a new one, or one less, moves those that stay; so does what
 * changes above them, and a problem that is scrolled to.
 */
function useSettled(standing: string): boolean {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(standing), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [standing]);
  return settled === standing;
}

/** How often what stands above the list in the panel has changed its size: notices come and go without a card. */
function useMovesFromAbove(list: RefObject<HTMLElement | null>): number {
  const [moves, setMoves] = useState(0);
  useEffect(() => {
    const above = new ResizeObserver(() => setMoves(n => n + 1));
    for (const part of partsAbove(list.current!)) above.observe(part);
    return () => above.disconnect();
  }, [list]);
  return moves;
}

/** The elements before this one, and before those that hold it, up to the panel. */
function partsAbove(element: Element): Element[] {
  const above = [];
  for (let part: Element | null = element; part && !part.matches('.ct-panel'); part = part.parentElement)
    for (let before = part.previousElementSibling; before; before = before.previousElementSibling) above.push(before);
  return above;
}

/** Call the result as a card is answered: when it goes, the keyboard goes on at the next card if it was in this one. */
function useFocusAfter(list: RefObject<HTMLElement | null>, cards: readonly Card[]): (card: Card) => void {
  const left = useRef<{ id: string; place: number } | null>(null);
  useLayoutEffect(() => {
    const { current } = left;
    if (!current || cards.some(card => card.id === current.id)) return;
    left.current = null;
    if (!isKeyboardFree()) return;
    const headings = list.current?.querySelectorAll<HTMLElement>('.ct-card h3');
    if (headings?.length) headings[Math.min(current.place, headings.length - 1)]!.focus();
  }, [cards]);
  return card => {
    const place = cards.indexOf(card);
    const isInside = list.current?.children[place]?.contains(document.activeElement);
    left.current = isInside ? { id: card.id, place } : null;
  };
}
