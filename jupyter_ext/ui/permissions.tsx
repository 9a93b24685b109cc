import { useState } from 'preact/hooks';
import { exactDuration } from './format';
import { NumberField, onlyTheButtonSubmits } from './fields';
import type { Store } from './store';
import type { Grant } from './wire/wire';

/** What may be searched without a card: each permission with what is left of it, and the way to a new one. */
export function Permissions({ store, grants }: { store: Store; grants: Grant[] }) {
  const inForce = grants.filter(grant => !grant.revoked);
  return (
    <details data-testid="permissions" open={inForce.length > 0}>
      <summary>Search without asking ({inForce.length})</summary>
      {inForce.length === 0 && <p class="ct-quiet">No permission is in force beyond the free minutes.</p>}
      <ul class="ct-list">
        {inForce.map(grant => (
          <li key={grant.id}>
            {exactDuration(Math.round(grant.seconds - grant.used_seconds))} of {exactDuration(grant.seconds)} left{' '}
            <button
              class="ct-link"
              data-testid="revoke"
              onClick={() => store.propose({ kind: 'revoke_grant', grant_id: grant.id })}
            >
              withdraw
            </button>
          </li>
        ))}
      </ul>
      <GrantForm store={store} />
    </details>
  );
}

/** Starts empty: nobody gives away minutes that they did not think of. What it asks for gets a card. */
function GrantForm({ store }: { store: Store }) {
  const [minutes, setMinutes] = useState<number | null>(null);
  return (
    <form
      class="ct-form"
      onKeyDown={onlyTheButtonSubmits}
      onSubmit={event => {
        event.preventDefault();
        if (minutes) store.propose({ kind: 'grant_budget', seconds: minutes * 60 });
      }}
    >
      <NumberField label="Minutes of this study" value={minutes} testId="grant-minutes" set={setMinutes} />
      <div class="ct-controls">
        <button type="submit" disabled={!minutes} data-testid="submit-grant">
          Allow…
        </button>
      </div>
    </form>
  );
}
