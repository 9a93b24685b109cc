// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Helped } from '../../jupyter_ext/ui/wire/wire';
import { recording } from './recorded';
import { find, play, playTo, store } from './rendered';

const FOUND: Helped = {
  bought: [
    { origin: 'default', trials: 10, failed: 1, bests: 1, gain: 0.0312, low: 0.01, high: 0.0521 },
    { origin: 'smac', trials: 9, failed: 0, bests: 2, gain: 0.01, low: null, high: null },
    { origin: 'agent', trials: 12, failed: 3, bests: 0, gain: 0, low: null, high: null }
  ],
  compared: [
    {
      by: 'agent',
      suggested: 12,
      hits: 2,
      control: 9,
      control_hits: 3,
      low: -0.49,
      high: 0.2,
      finding: 'no_difference',
      says: 'The agent’s suggestions brought nothing that shows.'
    }
  ],
  note: 'Of this search alone.'
};

test('without suggestions what each origin brought is told, and nothing of suggestions', async () => {
  await play();
  expect(find('helped')!.textContent).toMatch(/^What each origin brought.*Defaults.*Portfolio.*Searcher/);
  expect(find('helped')!.textContent).not.toContain('uggest');
  expect(find('helped')!.textContent).not.toContain('One trial in five');
});

test('what each origin bought stands beside the finding, with the control share', async () => {
  await play();
  const { progress } = store.state.value.study!;
  await playTo(recording.messages.length, { progress: { ...progress, helped: FOUND } });
  const rows = [...find('helped')!.querySelectorAll('tbody tr')].map(row =>
    [...row.children].map(cell => cell.textContent)
  );
  expect(rows).toEqual([
    ['Defaults', '10', '1', '0.031 (0.01 to 0.052)'],
    ['Searcher', '9', '0', '0.01 (noise not known)'],
    ['Agent', '12', '3', '–']
  ]);
  expect(find('helped')!.textContent).toContain('brought nothing that shows');
  expect(find('helped')!.textContent).toContain('One trial in five stays with the searcher');
  expect(find('helped')!.textContent).toContain('Of this search alone.');
});
