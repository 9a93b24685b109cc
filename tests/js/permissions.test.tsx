// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { recording } from './recorded';
import { click, find, host, last, model, play, playTo, settled, store } from './rendered';

const GRANT = { id: 'grant-1', seconds: 1200, used_seconds: 300, revoked: false };

async function withGrants(grants: (typeof GRANT)[]) {
  await play();
  await click('tab-search');
  const { gate } = store.state.value.study!;
  await playTo(recording.messages.length, { gate: { ...gate, grants } });
}

test('a permission is listed with what is left of it and withdrawn by a click', async () => {
  await withGrants([GRANT, { ...GRANT, id: 'grant-0', revoked: true }]);
  expect(find('permissions')!.textContent).toContain('15 min of 20 min left');
  expect(host.querySelectorAll('[data-testid=revoke]').length).toBe(1);
  await click('revoke');
  expect(last('propose').action).toEqual({ kind: 'revoke_grant', grant_id: 'grant-1' });
});

test('a permission is told to the minute, as it was given', async () => {
  await withGrants([{ ...GRANT, seconds: 6000, used_seconds: 300.4 }]);
  expect(find('permissions')!.textContent).toContain('1 h 35 min of 1 h 40 min left');
});

test('a permission is never preselected, and never asked for by Enter', async () => {
  await withGrants([]);
  const minutes = find('grant-minutes') as HTMLInputElement;
  expect(minutes.value).toBe('');
  expect((find('submit-grant') as HTMLButtonElement).disabled).toBe(true);
  minutes.value = '20';
  minutes.dispatchEvent(new Event('input', { bubbles: true }));
  await settled();
  const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  minutes.dispatchEvent(enter);
  expect(enter.defaultPrevented).toBe(true);
  expect(model.sent.filter(r => r.kind === 'propose').length).toBe(0);
  await click('submit-grant');
  expect(last('propose').action).toEqual({ kind: 'grant_budget', seconds: 1200 });
});
