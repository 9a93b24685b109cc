// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { find, host, model, play, settled, store, WITH_CARD } from './rendered';

const approve = async () => {
  find('approve')!.click();
  await settled();
};
const answered = () => model.sent.filter(r => r.kind === 'answer').map(r => r.card);
const standing = () => vi.waitFor(() => expect(find('approve')!.getAttribute('aria-disabled')).toBe('false'), 2000);

test('a card that a notice has moved takes no yes until it has stood for a while', async () => {
  const resized = new Map<Element, () => void>();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly tell: () => void) {}
      observe(element: Element) {
        resized.set(element, this.tell);
      }
      disconnect() {}
    }
  );
  await play(WITH_CARD);
  await standing();
  for (const above of ['.ct-notices', '.ct-header']) {
    resized.get(host.querySelector(above)!)!();
    await settled();
    await approve();
    expect(answered()).toEqual([]);
    await standing();
  }
  await approve();
  expect(answered()).toHaveLength(1);
});

test('a card takes no yes just after a problem was scrolled to', async () => {
  await play(WITH_CARD);
  await standing();
  store.problem.value = {
    request: { id: 'r', study: null, kind: 'stop_agent' },
    outcome: { kind: 'outcome', id: 'r', outcome: 'refused', message: 'not now', rule: null }
  };
  await settled();
  await approve();
  expect(answered()).toEqual([]);
});
