import { scoreLabel } from './format';
import type { TrialTable } from './trials';
import { FAMILIES, STATUSES } from './wire/wire';
import { familyWord, lowerIsBetter, metricWord, type Metric } from './words';

export interface Sort {
  by: 'trial' | 'family' | 'score' | 'seconds';
  /** From high to low, of a score from the best to the worst. */
  down: boolean;
}

export const BEST_FIRST: Sort = { by: 'score', down: true };

const FAMILY_RANK = FAMILIES.map(family => FAMILIES.map(familyWord).sort().indexOf(familyWord(family)));

/** Ids of one run in an order, of equals the first one first; what has no value comes last, but while the best lead, what runs comes first. */
export function listed(table: TrialTable, run: number, sort: Sort, onlyBad: boolean): number[] {
  const values = table.column(sort.by);
  const statuses = table.column('status');
  const isRunning = (id: number) => STATUSES[statuses[id]!] === 'running';
  const rank = (id: number) => {
    const value = sort.by === 'family' ? FAMILY_RANK[values[id]!]! : values[id]!;
    if (!Number.isNaN(value)) return sort.down ? -value : value;
    return sort.by === 'score' && sort.down && isRunning(id) ? -Infinity : Infinity;
  };
  const ids = table.idsOf(run);
  const chosen = onlyBad ? ids.filter(id => table.isBad(id)) : ids;
  const ranks = new Map(chosen.map(id => [id, rank(id)]));
  const before = (a: number, b: number) => (ranks.get(a) === ranks.get(b) ? a - b : ranks.get(a)! - ranks.get(b)!);
  return chosen.sort(before);
}

interface HeadProps {
  metric: Metric;
  sort: Sort;
  choose(sort: Sort): void;
}

/** A click sorts by a column, the next one the other way round. */
export function SortedHead({ metric, sort, choose }: HeadProps) {
  const column = (by: Sort['by'], label: string, title: string, isNumber: boolean) => {
    const isChosen = sort.by === by;
    const isDown = by === 'score' && lowerIsBetter(metric) ? !sort.down : sort.down;
    const next = isChosen ? !sort.down : by !== 'family';
    return (
      <th
        scope="col"
        class={isNumber && by !== 'trial' ? 'ct-right' : ''}
        aria-sort={isChosen ? (isDown ? 'descending' : 'ascending') : 'none'}
      >
        <button class="ct-sort" title={title} onClick={() => choose({ by, down: next })}>
          {label}
          <span aria-hidden="true">{isChosen ? (isDown ? '▾' : '▴') : ''}</span>
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr>
        {column('trial', '#', 'Sort by number', true)}
        {column('family', 'Family', 'Sort by family', false)}
        {column('score', metricWord(metric), `Sort by ${scoreLabel(metric)}`, true)}
        {column('seconds', 'Time', 'Sort by the time it took', true)}
      </tr>
    </thead>
  );
}
