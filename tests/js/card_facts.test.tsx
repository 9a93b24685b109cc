// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { ActiveSteer, Range, Steer } from '../../jupyter_ext/ui/wire/wire';
import { recording } from './recorded';
import { click, find, host, play, playTo, store, WITH_CARD } from './rendered';

const DEPTH: Range = { family: 'xgboost', name: 'max_depth', low: 3, high: 4, choices: [] };
const PENALTY: Range = { family: 'linear', name: 'penalty', low: null, high: null, choices: ['l1', 'l2'] };
const HINT: Steer = { kind: 'steer', family: 'xgboost', ranges: [DEPTH], weight: 0.5, half_life: 20, why: '' };

test('a card of narrowed ranges says their bounds', async () => {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const changes = [{ field: 'ranges', before: 'none', after: 'xgboost: max_depth 3 to 4, linear: C up to 2' }];
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, changes }] } });
  expect(find('changes')!.textContent).toContain('XGBoost: max_depth 3 to 4, Linear model: C up to 2');
});

test('a cost in tokens and money alone is shown as such', async () => {
  await play(WITH_CARD);
  const { gate } = store.state.value.study!;
  const [card] = gate.cards;
  const estimate = { ...card!.estimate!, seconds_low: 0, seconds_high: 0, memory_low_mb: 0, memory_high_mb: 0 };
  const tokens = { tokens_low: 2100, tokens_high: 14_000, money_low: 0.004, money_high: 0.12, currency: 'EUR' };
  await playTo(WITH_CARD, { gate: { ...gate, cards: [{ ...card!, estimate: { ...estimate, ...tokens } }] } });
  expect(find('cost')!.textContent).toBe('2,100 – 14,000 tokens0.0040 – 0.12 EUR');
});

test('hints and the search say where they look', async () => {
  await play();
  const { search } = store.state.value.study!;
  const steers: ActiveSteer[] = [{ id: 's1', steer: HINT, by: 'agent', since_trial: 0, trust: 1 }];
  await playTo(recording.messages.length, {
    search: {
      ...search,
      steers,
      queued: [{ family: 'svm', params: { C: 2.5, kernel: 'rbf' } }],
      spec: { ...search.spec!, ranges: [PENALTY] }
    }
  });
  await click('tab-search');
  expect(host.textContent).toContain('More XGBoost: max_depth 3 to 4');
  expect(host.textContent).toContain('Next: Support vectors C 2.5, kernel rbf');
  expect(find('spec')!.textContent).toContain('Linear model: penalty l1 or l2');
});
