// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { SearchInsight } from '../../jupyter_ext/ui/wire/wire';
import { click, find, play, playTo, store, WITH_CARD } from './rendered';

const INSIGHT: SearchInsight = {
  run: 1,
  trials: 60,
  scored: 58,
  explored: 0.213,
  choice_of_family: { share: 0.62, low: 0.41, high: 0.7 },
  families: [
    { family: 'linear', trials: 13, scored: 13, explored: 0.1, settings: [] },
    {
      family: 'xgboost',
      trials: 45,
      scored: 45,
      explored: 0.4,
      settings: [
        { name: 'max_depth', covered: 1, importance: { share: 0.12, low: 0, high: 0.25 } },
        { name: 'learning_rate', covered: 0.8, importance: { share: 0.31, low: 0.2, high: 0.44 } }
      ]
    },
    { family: 'knn', trials: 2, scored: 2, explored: 0.05, settings: [] },
    { family: 'svm', trials: 0, scored: 0, explored: 0, settings: [] }
  ]
};

async function show(insight: SearchInsight | null) {
  await play();
  const updates = store.state.value.study!.number;
  await playTo(updates, { search: { ...store.state.value.study!.search, insight } });
  await click('tab-search');
}

test('before the first look there is nothing about what matters', async () => {
  await show(null);
  expect(find('insight')).toBeNull();
});

test('settings stand in the order of their importance, as bars with a number and a span', async () => {
  await show(INSIGHT);
  const text = find('insight')!.textContent!;
  expect(text).toContain('after 60 trials');
  expect(text).toMatch(/Choice of family62%, 41% to 70%/);
  expect(text).toMatch(/XGBoost 45 trials, 40% explored.*learning_rate31%.*max_depth12%.*Linear model/);
  expect(text).toContain('Too few trials with a score to tell.');
  const bar = find('insight')!.querySelectorAll<HTMLElement>('.ct-weight b')[1]!;
  expect(bar.style.width).toBe('31%');
});

test('families beyond the first two are folded away, and those without trials are not there', async () => {
  await show(INSIGHT);
  expect(find('insight')!.querySelector('details')!.textContent).toContain('Other families (1)');
  expect(find('insight')!.textContent).not.toContain('Support vectors');
});

test('what the agent suggests by itself is told apart from what it was asked for', async () => {
  await play(WITH_CARD);
  expect(find('card')!.textContent).toContain('The agent asks for your OK');
  const { gate } = store.state.value.study!;
  const card = { ...gate.cards[0]!, verdict: { ...gate.cards[0]!.verdict, rule: 'own_idea' } };
  await playTo(WITH_CARD, { gate: { ...gate, cards: [card] } });
  expect(find('card')!.textContent).toContain('The agent suggests, unasked');
  expect(find('why')!.textContent).toContain('built-in rules');
});
