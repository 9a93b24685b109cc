import { focused } from './chart';
import { count, scored } from './format';
import type { StudyState } from './state';
import type { Store } from './store';
import type { Family, TrialTable } from './trials';
import { FAMILIES, STATUSES, type SearchSpec } from './wire/wire';
import { familyWord, type Metric } from './words';

interface FamilySum {
  trials: number;
  best: number;
  /** The standard error of the best. */
  noise: number;
}

/** Finished trials and best score of each family in a run. */
export function byFamily(table: TrialTable, run: number): Map<Family, FamilySum> {
  const sums = new Map<Family, FamilySum>();
  const families = table.column('family');
  const statuses = table.column('status');
  const scores = table.column('score');
  const noises = table.column('standard_error');
  for (const id of table.idsOf(run)) {
    const status = STATUSES[statuses[id]!]!;
    if (status === 'running' || status === 'cancelled') continue;
    const family = FAMILIES[families[id]!]!;
    const sum = sums.get(family) ?? { trials: 0, best: NaN, noise: NaN };
    const isBest = Number.isNaN(sum.best) || scores[id]! > sum.best;
    const { best, noise } = isBest ? { best: scores[id]!, noise: noises[id]! } : sum;
    sums.set(family, { trials: sum.trials + 1, best, noise });
  }
  return sums;
}

/** Which families are searched: switched off and on, or looked at more. */
export function Families({ store, study, spec }: { store: Store; study: StudyState; spec: SearchSpec }) {
  store.trialsVersion.value;
  const sums = byFamily(store.trials, study.progress.run.run);
  return (
    <>
      <h3>Families</h3>
      <table class="ct-families">
        <thead class="ct-unseen">
          <tr>
            <th scope="col">Family</th>
            <th scope="col">Trials</th>
            <th scope="col">Best</th>
            <th scope="col">Hint</th>
          </tr>
        </thead>
        <tbody>
          {spec.families.map(family => (
            <FamilyRow
              key={family}
              store={store}
              family={family}
              metric={spec.metric}
              sum={sums.get(family)}
              isBanned={study.search.banned.includes(family)}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface FamilyRowProps {
  store: Store;
  family: Family;
  metric: Metric;
  sum: FamilySum | undefined;
  isBanned: boolean;
}

function FamilyRow({ store, family, metric, sum, isBanned }: FamilyRowProps) {
  const word = familyWord(family);
  const steer = () => store.propose({ kind: 'steer', family, ranges: [], weight: 0.5, half_life: 20, why: '' });
  return (
    <tr class={isBanned ? 'ct-banned' : ''}>
      <th scope="row">
        <label class="ct-check">
          <input
            type="checkbox"
            checked={!isBanned}
            onChange={() => store.propose({ kind: isBanned ? 'unban_family' : 'ban_family', family })}
          />
          {word}
        </label>
      </th>
      <td class="ct-right">{sum ? `${sum.trials}×` : ''}</td>
      <td class="ct-right">{sum ? scored(metric, sum.best, sum.noise) : ''}</td>
      <td class="ct-right">
        {!isBanned && (
          <button class="ct-link" aria-label={`Look more at ${word}`} title={`Look more at ${word}`} onClick={steer}>
            more
          </button>
        )}
      </td>
    </tr>
  );
}

interface StripsProps {
  store: Store;
  metric: Metric;
  run: number;
  baseline: number | null;
}

/** The best of each family on one scale, the better the further right, with its noise; the tick is default XGBoost, a ring is worse than the scale shows. */
export function FamilyStrips({ store, metric, run, baseline }: StripsProps) {
  store.trialsVersion.value;
  const sums = [...byFamily(store.trials, run)].filter(([, sum]) => !Number.isNaN(sum.best));
  if (sums.length < 2) return null;
  sums.sort(([, a], [, b]) => b.best - a.best);
  const bests = sums.map(([, sum]) => sum.best);
  const [low, high] = focused(baseline === null ? bests : [...bests, baseline], false);
  const share = (value: number) => 100 * Math.min(1, Math.max(0, (value - low) / (high - low)));
  const place = (value: number) => `${share(value)}%`;
  const fromRight = (value: number) => `${100 - share(value)}%`;
  return (
    <>
      <h3>Best of each family</h3>
      <table class="ct-strips" data-testid="strips">
        <tbody>
          {sums.map(([family, { best, noise, trials }]) => (
            <tr key={family} title={`${familyWord(family)}: ${count(trials, 'trial')}`}>
              <th scope="row">{familyWord(family)}</th>
              <td class="ct-strip" aria-hidden="true">
                <div>
                  {baseline !== null && <i style={{ left: place(baseline) }} />}
                  {noise > 0 && (
                    <span class="ct-whisker" style={{ left: place(best - noise), right: fromRight(best + noise) }} />
                  )}
                  <b class={best < low ? 'ct-off' : ''} style={{ left: place(best) }} />
                </div>
              </td>
              <td class="ct-right">{scored(metric, best, noise)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
