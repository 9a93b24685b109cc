// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { recording } from './recorded';
import type { Figure } from '../../jupyter_ext/ui/wire/wire';
import { click, find, host, last, play, playTo, store, WITH_CARD } from './rendered';

const FIGURE = { nth: 0, bears: 'trial', note: 'score of trial 3', trial: 3, seq: null, shown_in: null } as const;

async function saying(text: string, figures: object[]) {
  await play();
  const { chat, turn } = store.state.value.study!;
  const line = { ...chat.at(-1)!, seq: 9999, who: 'agent', text, figures };
  await playTo(recording.messages.length, { talk: { turn, offset: 0, lines: [line] } } as never);
}

test('a number of the agent opens the trial that bears it out', async () => {
  await saying('Trial 3 has **0.91**, `gb3` not.', [
    { ...FIGURE, text: '3' },
    { ...FIGURE, text: '0.91' }
  ]);
  const linked = [...host.querySelectorAll<HTMLElement>('[data-testid=figure]')];
  expect(linked.map(f => f.textContent)).toEqual(['3', '0.91']);
  expect(host.querySelector('.ct-line code')!.textContent).toBe('gb3');
  await click('figure');
  await vi.waitFor(() => expect(last('show_trial')).toMatchObject({ trial: 3 }));
});

test('a number of the study opens the part that shows it, one of a draft leads to its card', async () => {
  await saying('It has 7,043 rows and took 5 minutes.', [
    { ...FIGURE, text: '7,043', bears: 'study', note: 'rows of the table', trial: null, shown_in: 'table' },
    { ...FIGURE, text: '5', bears: 'draft', note: 'drafted', trial: null, shown_in: 'cards' }
  ]);
  const isOpen = (tab: string) => vi.waitFor(() => expect(find(tab)!.getAttribute('aria-selected')).toBe('true'));
  await click('figure');
  await isOpen('tab-table');
  host.querySelectorAll<HTMLElement>('[data-testid=figure]')[1]!.click();
  await isOpen('tab-search');
});

test('what the agent says on a card is marked like what it says elsewhere', async () => {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const figures: Figure[] = [
    { ...FIGURE, text: '0.91' },
    { ...FIGURE, text: '0.99', bears: 'nothing', note: 'nothing in the study bears this out', trial: null }
  ];
  const proposal = { ...card!.proposal, actor: 'agent' as const, why: 'From 0.91 to 0.99.', figures };
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, proposal }] } });
  expect(find('why')!.querySelector('[data-testid=figure]')!.textContent).toBe('0.91');
  expect(find('why')!.querySelector('[data-testid=doubt]')!.textContent).toContain('0.99 (unverified');
});

test('a number that nothing bears out is marked as such, where it stands', async () => {
  await saying('The best way: trial 4 is the best at 0.99.', [
    { ...FIGURE, text: '4', trial: 4 },
    { ...FIGURE, text: 'best', nth: 1, bears: 'nothing', note: 'trial 4 is number 7 of 9', trial: null }
  ]);
  const doubt = find('doubt')!;
  expect(doubt.textContent).toContain('unverified: trial 4 is number 7 of 9');
  expect(doubt.previousSibling!.textContent).toContain(' is the ');
});
