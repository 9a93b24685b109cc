import { useState } from 'preact/hooks';
import { Composer } from './conversation';
import { ago, count } from './format';
import type { Store } from './store';
import type { Lobby } from './wire/wire';

/** No study is selected: start one of a table in the notebook, or open an earlier one. */
export function LobbyView({ store, lobby }: { store: Store; lobby: Lobby }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const variable = lobby.tables.find(t => t.variable === chosen)?.variable ?? lobby.tables[0]?.variable;
  const isBusy = store.isPending(r => r.kind === 'create_study' || r.kind === 'open_study');
  const problem = store.problem.value;
  return (
    <div class="ct-lobby" aria-busy={isBusy}>
      <h2 tabIndex={-1}>Find a good model, together</h2>
      <ol class="ct-steps">
        <li>Say what you want to predict, in plain words.</li>
        <li>Look at the plan and say yes, no, or change it.</li>
        <li>Watch, steer, stop when you like, and take the model.</li>
      </ol>
      {variable === undefined ? (
        <NoTable />
      ) : (
        <>
          <fieldset>
            <legend>Tables in this notebook</legend>
            {lobby.tables.map(table => (
              <label key={table.variable} class="ct-check">
                <input
                  type="radio"
                  name={`${store.uid}-table`}
                  checked={table.variable === variable}
                  onChange={() => setChosen(table.variable)}
                />
                <code>{table.variable}</code>{' '}
                <span class="ct-quiet">
                  {count(table.n_rows, 'row')}, {count(table.n_columns, 'column')}
                </span>
              </label>
            ))}
          </fieldset>
          <Composer
            hint={`Your goal for ${variable}`}
            problem={problem}
            say={goal => store.request({ kind: 'create_study', variable, goal })}
          />
          <p class="ct-quiet">Nothing runs before you have said yes.</p>
        </>
      )}
      {isBusy && (
        <p class="ct-quiet" role="status">
          Opening the study…
        </p>
      )}
      {problem && (
        <p class="ct-problem" role="alert">
          {problem.outcome.message}
        </p>
      )}
      <Studies store={store} lobby={lobby} />
    </div>
  );
}

function NoTable() {
  return (
    <div class="ct-hint">
      <p>No table is loaded in this notebook yet. Load one in a cell and it shows here:</p>
      <pre>{'import pandas as pd\ndf = pd.read_csv("my_table.csv")'}</pre>
    </div>
  );
}

function Studies({ store, lobby }: { store: Store; lobby: Lobby }) {
  if (lobby.studies.length === 0) return null;
  return (
    <>
      <h3>Studies on this machine</h3>
      <ul class="ct-list">
        {lobby.studies.map(({ name, changed_ms }) => (
          <li key={name}>
            <button class="ct-link" onClick={() => store.request({ kind: 'open_study', name })}>
              {name}
            </button>{' '}
            <span class="ct-quiet">{ago(store.nowMs.value - changed_ms)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
