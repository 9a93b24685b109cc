import { Cards } from './cards';
import { Conversation } from './conversation';
import { Header } from './header';
import { LobbyView } from './lobby';
import { Notices } from './notices';
import type { StudyState } from './state';
import type { Store } from './store';
import { Tabs } from './tabs';

/** The panel; before the kernel has told anything, what keeps it from that. */
export function App({ store }: { store: Store }) {
  const { study, lobby } = store.state.value;
  const problem = store.problem.value;
  return (
    <section class="ct-panel" aria-label="Study">
      {study ? (
        <StudyView key={study.head.id} store={store} study={study} />
      ) : lobby ? (
        <LobbyView store={store} lobby={lobby} />
      ) : problem ? (
        <p class="ct-problem ct-pad" role="alert">
          {problem.outcome.message}
        </p>
      ) : (
        <p class="ct-quiet ct-pad" role="status">
          Connecting to the kernel…
        </p>
      )}
    </section>
  );
}

function StudyView({ store, study }: { store: Store; study: StudyState }) {
  return (
    <>
      <Header store={store} study={study} />
      <div class="ct-body">
        <div class="ct-main">
          <Notices store={store} study={study} />
          {study.head.host !== 'lost' && <Cards store={store} study={study} />}
          <Tabs store={store} study={study} />
        </div>
        <Conversation store={store} study={study} />
      </div>
    </>
  );
}
