import { useEffect, useState } from 'preact/hooks';
import { number } from './format';
import type { Store } from './store';
import type { ColumnNote, SearchSpec } from './wire/wire';

/** More rows than this are shown on demand. */
const MOST_SHOWN = 60;

const KIND_WORDS: Record<ColumnNote['kind'], string> = {
  number: 'number',
  boolean: 'yes or no',
  category: 'category',
  text: 'text',
  datetime: 'date',
  constant: 'constant',
  empty: 'no values'
};

interface Props {
  store: Store;
  nRows: number;
  target: string | null;
  spec: SearchSpec | null;
}

/** The columns of the table: what they hold, what is missing, and what part they have in the search. */
export function Columns({ store, nRows, target, spec }: Props) {
  const [isWhole, setWhole] = useState(false);
  useEffect(() => store.wantColumns(), []);
  const { columns } = store.state.value;
  if (columns === null) return <p class="ct-quiet ct-pad">Looking at the columns…</p>;
  const shown = isWhole ? columns : columns.slice(0, MOST_SHOWN);
  return (
    <>
      <table class="ct-columns" data-testid="columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col" class="ct-right">
              Missing
            </th>
            <th scope="col" class="ct-right">
              Distinct
            </th>
            <th scope="col">Spread</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(column => (
            <Row key={column.name} column={column} nRows={nRows} role={roleOf(column, target, spec)} />
          ))}
        </tbody>
      </table>
      {shown.length < columns.length && (
        <button class="ct-link ct-pad" onClick={() => setWhole(true)}>
          Show all {columns.length.toLocaleString('en')} columns
        </button>
      )}
    </>
  );
}

function Row({ column, nRows, role }: { column: ColumnNote; nRows: number; role: string }) {
  const { name, kind, n_missing, n_unique, histogram } = column;
  return (
    <tr class={role === 'left out' || role === 'not used' ? 'ct-unused' : ''}>
      <th scope="row">
        <span class="ct-name">{name}</span>
        <span class="ct-quiet">
          {[KIND_WORDS[kind], rangeOf(column)].filter(Boolean).join(', ')}
          {role && <span class="ct-role"> · {role}</span>}
        </span>
      </th>
      <td class="ct-right">{n_missing === 0 ? <span class="ct-quiet">–</span> : percent(n_missing, nRows)}</td>
      <td class="ct-right">{n_unique.toLocaleString('en')}</td>
      <td>
        <Bars counts={histogram} />
      </td>
    </tr>
  );
}

function rangeOf({ kind, low, high }: ColumnNote): string {
  return kind === 'number' && low !== null && high !== null ? `${number(low)} to ${number(high)}` : '';
}

/** '<1 %' and '>99 %' where rounding would say none or all. */
function percent(part: number, whole: number): string {
  const share = (100 * part) / Math.max(1, whole);
  if (share < 1) return '<1 %';
  return part < whole && share > 99 ? '>99 %' : `${Math.round(share)} %`;
}

function roleOf({ name, is_unused }: ColumnNote, target: string | null, spec: SearchSpec | null): string {
  if (name === target) return 'to predict';
  if (spec?.exclude_columns.includes(name)) return 'left out';
  if (name === spec?.group_column) return 'groups';
  if (name === spec?.time_column) return 'orders the rows';
  if (name === spec?.weight_column) return 'weights';
  return is_unused ? 'not used' : '';
}

const BAR = 4;
const HEIGHT = 18;

/** Numbers and dates from the least to the greatest; other values by how often they occur. */
function Bars({ counts }: { counts: number[] }) {
  const most = Math.max(...counts);
  if (counts.length < 2) return null;
  return (
    <svg class="ct-bars" width={counts.length * BAR} height={HEIGHT} aria-hidden="true">
      {counts.map((n, i) => {
        const height = n === 0 ? 0 : Math.max(1, (HEIGHT * n) / most);
        return <rect key={i} x={i * BAR} y={HEIGHT - height} width={BAR - 1} height={height} />;
      })}
    </svg>
  );
}
