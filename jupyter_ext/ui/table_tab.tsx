import { Columns } from './columns';
import { count } from './format';
import type { StudyState } from './state';
import type { Store } from './store';
import type { DataWarning, SearchSpec } from './wire/wire';
import { warningWord } from './words';

/** What stands out in the data; the strongest first. */
export function TableTab({ store, study }: { store: Store; study: StudyState }) {
  const { head, table, search, gate } = study;
  const warnings = [...table.warnings].sort((a, b) => b.strength - a.strength);
  const waiting = gate.cards.flatMap(({ proposal: { action } }) =>
    action.kind === 'start_search' ? [action.spec] : []
  );
  const spec = waiting.at(-1) ?? search.spec;
  const act = ({ words, change }: Remedy) => {
    if (search.spec && waiting.length === 0)
      store.propose({ kind: 'start_search', spec: { ...search.spec, ...change(search.spec) } });
    else store.request({ kind: 'say', text: words });
  };
  return (
    <>
      <p class="ct-pad">
        {count(head.n_rows, 'row')}, {count(head.n_columns, 'column')}
        {table.target && (
          <>
            {' '}
            · predicting <strong>{table.target}</strong>
          </>
        )}
      </p>
      {warnings.length === 0 && <p class="ct-quiet ct-pad">Nothing unusual was found in it.</p>}
      <ul class="ct-warnings">
        {warnings.map(warning => (
          <WarningLine
            key={`${warning.kind}-${warning.column}-${warning.message}`}
            warning={warning}
            spec={spec}
            act={act}
          />
        ))}
      </ul>
      <Columns store={store} nRows={head.n_rows} target={table.target} spec={spec} />
    </>
  );
}

/** What can be done about a warning: said to the agent while nothing is searched, else a changed search. */
interface Remedy {
  label: string;
  words: string;
  change(spec: SearchSpec): Partial<SearchSpec>;
}

function remedyFor({ kind, column }: DataWarning, spec: SearchSpec | null): Remedy | null {
  if (column === null || spec?.exclude_columns.includes(column)) return null;
  if ((kind === 'leak' || kind === 'high_cardinality') && column !== spec?.target)
    return {
      label: 'Leave it out…',
      words: `Leave out the column ${column}.`,
      change: ({ exclude_columns }) => ({ exclude_columns: [...exclude_columns, column] })
    };
  if (kind === 'group' && spec?.group_column !== column)
    return {
      label: 'Keep its groups together…',
      words: `Split by group on ${column}.`,
      change: () => ({ group_column: column, time_column: null, split: 'auto' })
    };
  if (kind === 'date' && spec?.time_column !== column)
    return {
      label: 'Test on the latest rows…',
      words: `Split by time on ${column}.`,
      change: () => ({ time_column: column, group_column: null, split: 'auto' })
    };
  return null;
}

interface LineProps {
  warning: DataWarning;
  spec: SearchSpec | null;
  act(remedy: Remedy): void;
}

/** Their messages say so. */
const ALWAYS_LEFT_OUT: readonly DataWarning['kind'][] = ['id', 'constant'];

function WarningLine({ warning, spec, act }: LineProps) {
  const { column, kind } = warning;
  const remedy = remedyFor(warning, spec);
  return (
    <li class={kind === 'leak' ? 'ct-strong' : ''}>
      <span class="ct-eyebrow">
        {warningWord(kind)}
        {column !== null && `: ${column}`}
      </span>
      <p>{warning.message}</p>
      {column !== null && !ALWAYS_LEFT_OUT.includes(kind) && spec?.exclude_columns.includes(column) && (
        <p class="ct-quiet">It is left out.</p>
      )}
      {column !== null && spec?.time_column === column && <p class="ct-quiet">The latest rows by it are the test.</p>}
      {column !== null && spec?.group_column === column && <p class="ct-quiet">Its groups are kept together.</p>}
      {remedy && (
        <button class="ct-link" onClick={() => act(remedy)}>
          {remedy.label}
        </button>
      )}
    </li>
  );
}
