// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { recording } from './recorded';
import { click, find, host, last, play, playTo, store } from './rendered';

const FIGURE = { nth: 0, bears: 'trial', note: 'score of trial 3', trial: 3, seq: null } as const;

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

test('a number that nothing bears out is marked as such, where it stands', async () => {
  await saying('The best way: trial 4 is the best at 0.99.', [
    { ...FIGURE, text: '4', trial: 4 },
    { ...FIGURE, text: 'best', nth: 1, bears: 'nothing', note: 'trial 4 is number 7 of 9', trial: null }
  ]);
  const doubt = find('doubt')!;
  expect(doubt.textContent).toContain('unverified: trial 4 is number 7 of 9');
  expect(doubt.previousSibling!.textContent).toContain(' is the ');
});
