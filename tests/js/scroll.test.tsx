// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { find, host, play, playTo, settled, store, WITH_CARD } from './rendered';

const LINES_PX = 1000;
const HEIGHT_PX = 200;
const END_PX = LINES_PX - HEIGHT_PX;
const log = () => host.querySelector<HTMLElement>('.ct-log')!;

/** The conversation as a browser lays it out, scrolled to the end and listening: a piece of news was followed. */
async function tall() {
  await play(WITH_CARD);
  Object.defineProperties(log(), { scrollHeight: { value: LINES_PX }, clientHeight: { value: HEIGHT_PX } });
  log().scrollTo = (to?: unknown) => void (log().scrollTop = Math.min((to as { top: number }).top, END_PX));
  await say('The first piece');
  await vi.waitFor(() => expect(log().scrollTop).toBe(END_PX));
  await scroll(END_PX);
}

async function scroll(to: number) {
  log().scrollTop = to;
  log().dispatchEvent(new Event('scroll'));
  await settled();
}

const say = (text: string) => playTo(WITH_CARD, { saying: { text, notice: '' } });

test('news follow who reads at the end', async () => {
  await tall();
  log().scrollTop = END_PX - 20;
  await say('The next piece');
  await vi.waitFor(() => expect(log().scrollTop).toBe(END_PX));
});

test('news leave alone who reads further up, until something is sent', async () => {
  await tall();
  await scroll(300);
  await say('The next piece');
  expect(log().scrollTop).toBe(300);
  store.request({ kind: 'say', text: 'go on' });
  await settled();
  await vi.waitFor(() => expect(log().scrollTop).toBe(END_PX));
});

let scrolled: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
});
afterEach(() => scrolled.mockRestore());

test('a card moves no notebook in which somebody works elsewhere', async () => {
  host.classList.add('cotune');
  await play(WITH_CARD);
  expect(find('card')).not.toBeNull();
  expect(scrolled).not.toHaveBeenCalled();
});

test('it comes into view in the sidebar', async () => {
  host.classList.add('cotune', 'ct-side');
  await play(WITH_CARD);
  await vi.waitFor(() => expect(scrolled).toHaveBeenCalled());
});

test('and where somebody works in the panel', async () => {
  host.classList.add('cotune');
  await play(WITH_CARD);
  find('composer')!.focus();
  const { gate } = store.state.value.study!;
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...gate.cards[0]!, id: 'another' }] } });
  await vi.waitFor(() => expect(scrolled).toHaveBeenCalled());
});
