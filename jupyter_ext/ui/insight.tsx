import { count } from './format';
import type { FamilyInsight, Importance, SearchInsight } from './wire/wire';
import { familyWord } from './words';

const FAMILIES_OPEN = 2;
const SETTINGS_SHOWN = 5;

/** Which settings matter to the score, and how much of the space was tried. */
export function Insight({ insight }: { insight: SearchInsight | null }) {
  if (!insight) return null;
  const tried = insight.families.filter(of => of.trials > 0).sort((a, b) => b.trials - a.trials);
  const rest = tried.slice(FAMILIES_OPEN);
  return (
    <section class="ct-insight" aria-label="What matters" data-testid="insight">
      <h3>What matters</h3>
      <p class="ct-quiet">
        How much of the differences in score a setting explains by itself, after {count(insight.trials, 'trial')}. The
        thin line spans what four of five trees of the searcher’s forest say.
      </p>
      {insight.families.length > 1 && (
        <table class="ct-weights">
          <tbody>
            <Weight name="Choice of family" importance={insight.choice_of_family} />
          </tbody>
        </table>
      )}
      {tried.slice(0, FAMILIES_OPEN).map(of => (
        <FamilyWeights key={of.family} of={of} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>Other families ({rest.length})</summary>
          {rest.map(of => (
            <FamilyWeights key={of.family} of={of} />
          ))}
        </details>
      )}
      <p class="ct-quiet">Explored: {percent(insight.explored)} of all pairs of settings were tried together.</p>
    </section>
  );
}

function FamilyWeights({ of }: { of: FamilyInsight }) {
  const known = of.settings.filter(setting => setting.importance !== null);
  known.sort((a, b) => b.importance!.share - a.importance!.share);
  return (
    <>
      <h4>
        {familyWord(of.family)}{' '}
        <span class="ct-quiet">
          {count(of.trials, 'trial')}, {percent(of.explored)} explored
        </span>
      </h4>
      {known.length === 0 ? (
        <p class="ct-quiet">Too few trials with a score to tell.</p>
      ) : (
        <table class="ct-weights">
          <tbody>
            {known.slice(0, SETTINGS_SHOWN).map(({ name, importance, covered }) => (
              <Weight key={name} name={name} importance={importance} note={`${percent(covered)} of its range tried`} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

interface WeightProps {
  name: string;
  importance: Importance | null;
  note?: string;
}

function Weight({ name, importance, note }: WeightProps) {
  if (!importance) {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td class="ct-quiet">too few trials with a score to tell</td>
      </tr>
    );
  }
  const { share, low, high } = importance;
  const span = `${percent(low)} to ${percent(high)}`;
  return (
    <tr title={note ? `${span}; ${note}` : span}>
      <th scope="row">{name}</th>
      <td class="ct-weight" aria-hidden="true">
        <div>
          <b style={{ width: percent(share) }} />
          <i style={{ left: percent(low), width: percent(high - low) }} />
        </div>
      </td>
      <td class="ct-right">
        {percent(share)}
        <span class="ct-unseen">, {span}</span>
      </td>
    </tr>
  );
}

const percent = (share: number) => `${Math.round(100 * share)}%`;
