import { count, few } from './format';
import type { Bought, Helped as Found } from './wire/wire';
import { metricWord, type Metric } from './words';

const ORIGINS: Record<Bought['origin'], string> = {
  default: 'Defaults',
  portfolio: 'Portfolio',
  smac: 'Searcher',
  random: 'Random draws',
  agent: 'Agent',
  human: 'You'
};

/** What each origin of trials bought, and whether suggestions did better than the searcher beside them. */
export function Helped({ found, metric }: { found: Found | null; metric: Metric }) {
  if (!found) return null;
  const isCompared = found.compared.length > 0;
  const heading = isCompared ? 'Did the suggestions help?' : 'What each origin brought';
  return (
    <section aria-label={heading} data-testid="helped">
      <h3>{heading}</h3>
      <table class="ct-bought">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Trials</th>
            <th scope="col">Failed</th>
            <th scope="col">Gained {metricWord(metric)} (95 %)</th>
          </tr>
        </thead>
        <tbody>
          {found.bought.map(own => (
            <tr key={own.origin}>
              <th scope="row">{ORIGINS[own.origin]}</th>
              <td>{own.trials}</td>
              <td>{own.failed}</td>
              <td title={own.bests === 0 ? undefined : count(own.bests, 'step')}>{gained(own)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.compared.map(({ by, says }) => (
        <p key={by}>{says}</p>
      ))}
      {isCompared && <p class="ct-quiet">One trial in five stays with the searcher, to compare with.</p>}
      {found.note && <p class="ct-quiet">{found.note}</p>}
    </section>
  );
}

/** '0.03 (0.01 to 0.05)': the gain and its 95 % interval. */
function gained({ bests, gain, low, high }: Bought): string {
  if (bests === 0) return '–';
  const known = low !== null && high !== null;
  return `${few(gain)} ${known ? `(${few(low)} to ${few(high)})` : '(noise not known)'}`;
}
