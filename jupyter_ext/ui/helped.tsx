import { number } from './format';
import type { Bought, Helped as Found } from './wire/wire';
import { metricWord, type Metric } from './words';

const SOURCES: Record<Bought['source'], string> = {
  opening: 'Opening',
  searcher: 'Searcher',
  agent: 'Agent',
  human: 'You'
};

/** What each origin of trials bought, and whether suggestions did better than the searcher beside them. */
export function Helped({ found, metric }: { found: Found | null; metric: Metric }) {
  if (!found) return null;
  return (
    <section aria-label="Did the suggestions help?" data-testid="helped">
      <h3>Did the suggestions help?</h3>
      <table class="ct-bought">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Trials</th>
            <th scope="col">Failed</th>
            <th scope="col">Gained {metricWord(metric)}</th>
          </tr>
        </thead>
        <tbody>
          {found.bought.map(({ source, trials, failed, bests, gain }) => (
            <tr key={source}>
              <th scope="row">{SOURCES[source]}</th>
              <td>{trials}</td>
              <td>{failed}</td>
              <td>{bests === 0 ? '–' : `${number(gain)} in ${bests} step${bests === 1 ? '' : 's'}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.compared.map(({ by, says }) => (
        <p key={by}>{says}</p>
      ))}
      <p class="ct-quiet">One trial in five stays with the searcher, to compare with.</p>
    </section>
  );
}
