// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Action } from '../../jupyter_ext/ui/wire/wire';
import { click, find, goOn, host, last, model, play, playTo, settled, store, WITH_CARD } from './rendered';

test('approving sends the digest of what was shown', async () => {
  await play(WITH_CARD);
  await click('approve');
  const card = store.state.value.study!.gate.cards[0]!;
  expect(last('answer')).toMatchObject({ answer: 'approve', card: card.id, action_digest: card.action_digest });
  expect((find('approve') as HTMLButtonElement).disabled).toBe(true);
});

test('a screen reader hears of a card that comes', async () => {
  await play();
  expect(find('waiting')!.getAttribute('role')).toBe('status');
  expect(find('waiting')!.textContent).toBe('');
  await play(WITH_CARD);
  expect(find('waiting')!.textContent).toBe('1 card waiting for you');
});

test('an edit carries the whole edited action', async () => {
  await play(WITH_CARD);
  await click('edit');
  const minutes = find('minutes') as HTMLInputElement;
  minutes.value = '2';
  minutes.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('submit-spec');
  expect(last('answer')).toMatchObject({
    answer: 'edit',
    edited: { kind: 'start_search', spec: { target: 'Churn', seconds: 120 } }
  });
});

test('Enter in a field of an edited card approves nothing', async () => {
  await play(WITH_CARD);
  await click('edit');
  expect(document.activeElement!.closest('form')).not.toBeNull();
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  find('minutes')!.dispatchEvent(enter);
  expect(enter.defaultPrevented).toBe(true);
});

test('who goes back from a card is where they were', async () => {
  await play(WITH_CARD);
  await click('edit');
  [...find('card')!.querySelectorAll('button')].find(b => b.textContent === 'Back')!.click();
  await settled();
  expect(document.activeElement).toBe(find('edit'));
  await click('reject');
  expect(document.activeElement).toBe(find('reason'));
});

test('while a card is edited, the cost of the draft is not shown as that of the edit', async () => {
  await play(WITH_CARD);
  expect(find('card')!.textContent).toContain('of search');
  await click('edit');
  expect(find('card')!.textContent).not.toContain('of search');
});

test('a rejection carries its reason', async () => {
  await play(WITH_CARD);
  await click('reject');
  const reason = find('reason') as HTMLInputElement;
  reason.value = 'too long';
  reason.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('send-reject');
  expect(last('answer')).toMatchObject({ answer: 'reject', reason: 'too long', edited: null });
});

test('a card for more trials is edited in trials', async () => {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const action = { kind: 'extend_run', seconds: null, trials: 50 } as const;
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, proposal: { ...card!.proposal, action } }] } });
  await click('edit');
  const amount = find('amount-trials') as HTMLInputElement;
  expect(amount.value).toBe('50');
  amount.value = '20';
  amount.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('submit-extension');
  expect(last('answer')).toMatchObject({ answer: 'edit', edited: { kind: 'extend_run', seconds: null, trials: 20 } });
});

test('a card for more time and more trials is edited in both', async () => {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const action = { kind: 'extend_run', seconds: 120, trials: 1_000_000 } as const;
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, proposal: { ...card!.proposal, action } }] } });
  await click('edit');
  expect((find('amount-minutes') as HTMLInputElement).value).toBe('2');
  const trials = find('amount-trials') as HTMLInputElement;
  expect(trials.value).toBe('1000000');
  trials.value = '20';
  trials.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  await click('submit-extension');
  expect(last('answer')).toMatchObject({ answer: 'edit', edited: { kind: 'extend_run', seconds: 120, trials: 20 } });
});

test('a card shows the GPU time and the money only where they cost something, and the reason apart from the facts', async () => {
  await play(WITH_CARD);
  expect(find('cost')!.textContent).not.toMatch(/GPU|USD/);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const estimate = { ...card!.estimate!, gpu_seconds_low: 30, gpu_seconds_high: 60, money_high: 1.5, currency: 'USD' };
  await playTo(WITH_CARD, {
    gate: { ...gate, cards: [{ ...card!, estimate, proposal: { ...card!.proposal, why: 'Trust me.' } }] }
  });
  expect(find('cost')!.textContent).toMatch(/30 .*60 s on the GPU/);
  expect(find('cost')!.textContent).toMatch(/0\.00.*1\.50 USD/);
  expect(find('why')!.textContent).toMatch(/The agent’s reason, in its own words.*Trust me\./);
  expect(find('cost')!.compareDocumentPosition(find('why')!)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

const GIVING: Action[] = [
  { kind: 'grant_budget', seconds: 1200 },
  { kind: 'set_autonomy', autonomy: 'ask_costly' },
  { kind: 'share_with_agent', sharing: { level: 2, labels: [] } },
  { kind: 'set_agent_model', model: 'openai:gpt-4o-mini', is_object: false },
  { kind: 'probe_model', rows: 10 }
];

test.each(GIVING)(
  'Enter on the button of a permission gives none, and the button says what does: $kind',
  async action => {
    await play(WITH_CARD);
    const { gate } = store.state.value.study!;
    const [card] = gate.cards;
    const enter = () => new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    const plain = enter();
    find('approve')!.dispatchEvent(plain);
    expect(plain.defaultPrevented).toBe(false);
    await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, proposal: { ...card!.proposal, action } }] } });
    const pressed = enter();
    find('approve')!.dispatchEvent(pressed);
    expect(pressed.defaultPrevented).toBe(true);
    expect(find('approve')!.title).toContain('space bar');
    await click('approve');
    expect(last('answer')).toMatchObject({ answer: 'approve' });
  }
);

/** The card of the recording as that many cards, with the ids c0, c1, ... from `first` on. */
async function showCards(first: number, amount: number) {
  const { gate } = store.state.value.study!;
  const cards = Array.from({ length: amount }, (_, i) => ({ ...gate.cards[0]!, id: `c${first + i}` }));
  await goOn(WITH_CARD, { gate: { ...gate, cards } });
}
const approve = async (place: number) => {
  host.querySelectorAll<HTMLElement>('[data-testid=approve]')[place]!.click();
  await settled();
};
const answered = () => model.sent.filter(r => r.kind === 'answer').map(r => r.card);
const standing = () => new Promise(resolve => setTimeout(resolve, 900));

test('a card that takes the place of another takes no yes until it has stood for a while', async () => {
  await play(WITH_CARD);
  await standing();
  await showCards(1, 1);
  await approve(0);
  await click('edit');
  expect(answered()).toEqual([]);
  expect(find('submit-spec')).not.toBeNull();
  await click('submit-spec');
  expect(answered()).toEqual(['c1']);
});

test('a double click answers one card, and the keyboard goes on at the next', async () => {
  await play(WITH_CARD);
  await showCards(0, 2);
  await standing();
  host.querySelector<HTMLElement>('[data-testid=approve]')!.focus();
  await approve(0);
  await showCards(1, 1);
  await approve(0);
  expect(answered()).toEqual(['c0']);
  expect(document.activeElement).toBe(find('card')!.querySelector('h3'));
  await click('approve');
  expect(answered()).toEqual(['c0', 'c1']);
});

test('a card that goes takes the keyboard from nobody else', async () => {
  await play(WITH_CARD);
  await showCards(0, 2);
  await standing();
  find('composer')!.focus();
  await approve(0);
  await showCards(1, 1);
  expect(document.activeElement).toBe(find('composer'));
});
