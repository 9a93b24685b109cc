import { App } from './app';
import type { Store } from './store';

/** The panel; before the kernel has told anything, what keeps it from that. */
export function Connected({ store }: { store: Store }) {
  const { study, lobby } = store.state.value;
  const problem = store.problem.value;
  if (study || lobby || !problem) return <App store={store} />;
  return (
    <section class="ct-panel" aria-label="Study">
      <p class="ct-problem ct-pad" role="alert">
        {problem.outcome.message}
      </p>
    </section>
  );
}
