import { useRef } from 'preact/hooks';
import { Boundary } from './boundary';
import { Cards } from './cards';
import { Conversation } from './conversation';
import { useKeyboardKept } from './focus';
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
  const panel = useRef<HTMLElement>(null);
  useKeyboardKept(panel, study?.head.id ?? 'lobby', here => here.querySelector('h2'));
  return (
    <section class="ct-panel" aria-label="Study" ref={panel}>
      {study ? (
        <Boundary of={study} instead={<Broken study={study} />}>
          <StudyView key={study.head.id} store={store} study={study} />
        </Boundary>
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

/** What can't be laid out must not stand there as it was before, as if it were still true. */
function Broken({ study }: { study: StudyState }) {
  const { cli_name } = study.head;
  return (
    <p class="ct-problem ct-pad" role="alert" data-testid="broken">
      The panel can’t show this study: a bug in cotune. The study goes on. From a terminal{' '}
      <code>cotune show {cli_name}</code> tells how, and <code>cotune stop {cli_name}</code> ends its search.
    </p>
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
