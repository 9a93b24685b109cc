import { count } from './format';
import type { StudyState } from './state';
import type { Store } from './store';
import type { DataWarning } from './wire/wire';
import { warningWord } from './words';

/** What stands out in the data; the strongest first. */
export function TableTab({ store, study }: { store: Store; study: StudyState }) {
  const { head, table, search } = study;
  const warnings = [...table.warnings].sort((a, b) => b.strength - a.strength);
  const leaveOut = (column: string) => {
    const { spec } = search;
    if (spec)
      store.propose({ kind: 'start_search', spec: { ...spec, exclude_columns: [...spec.exclude_columns, column] } });
    else store.request({ kind: 'say', text: `Leave out the column ${column}.` });
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
            isLeftOut={warning.column !== null && !!search.spec?.exclude_columns.includes(warning.column)}
            leaveOut={leaveOut}
          />
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  warning: DataWarning;
  isLeftOut: boolean;
  leaveOut(column: string): void;
}

const CAN_BE_LEFT_OUT: readonly DataWarning['kind'][] = ['leak', 'high_cardinality'];

function WarningLine({ warning, isLeftOut, leaveOut }: LineProps) {
  const { column, kind } = warning;
  const offersLeavingOut = column !== null && CAN_BE_LEFT_OUT.includes(kind) && !isLeftOut;
  return (
    <li class={kind === 'leak' ? 'ct-strong' : ''}>
      <span class="ct-eyebrow">
        {warningWord(kind)}
        {column !== null && `: ${column}`}
      </span>
      <p>{warning.message}</p>
      {isLeftOut && <p class="ct-quiet">It is left out.</p>}
      {offersLeavingOut && (
        <button class="ct-link" onClick={() => leaveOut(column)}>
          Leave it out…
        </button>
      )}
    </li>
  );
}
