import { duration, memory, money, span } from './format';
import type { ChangeLine } from './spec_words';
import type { Card, Estimate } from './wire/wire';
import { fieldWord } from './words';

/** What the action costs, which rule asks, and what happens on no: true of the action as it was drafted. */
export function Consequences({ card }: { card: Card }) {
  return (
    <>
      {card.estimate && <EstimateLine estimate={card.estimate} />}
      <details class="ct-reasons" open>
        <summary>Why you are asked</summary>
        <ul>
          {card.verdict.reasons.map(reason => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <p class="ct-quiet">
          Rule <code>{card.verdict.rule}</code>
          {card.reversible && ` · ${card.reversible}`}
        </p>
      </details>
      <p class="ct-ifno">
        <strong>If you say no:</strong> {card.if_no}
      </p>
    </>
  );
}

/** What an action would change, and to what. */
export function Changes({ lines }: { lines: ChangeLine[] }) {
  if (lines.length === 0) return null;
  return (
    <dl class="ct-fields" data-testid="changes">
      {lines.map(({ field, before, after, isChanged, origin }) => (
        <div key={field}>
          <dt>{fieldWord(field)}</dt>
          <dd>
            {before !== null && (
              <>
                <del>{before}</del> <span aria-label="becomes">→</span>{' '}
              </>
            )}
            {isChanged ? <ins>{after}</ins> : after}
            {origin && <span class="ct-quiet ct-origin"> {origin}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function EstimateLine({ estimate }: { estimate: Estimate }) {
  return (
    <p class="ct-estimate" title={estimate.basis} data-testid="cost">
      {estimate.seconds_high > 0 && (
        <span>
          <strong>{span(duration(estimate.seconds_low), duration(estimate.seconds_high))}</strong> of search
        </span>
      )}
      {estimate.memory_high_mb > 0 && (
        <span>
          <strong>{span(memory(estimate.memory_low_mb), memory(estimate.memory_high_mb))}</strong> of memory
        </span>
      )}
      {estimate.gpu_seconds_high > 0 && (
        <span>
          <strong>{span(duration(estimate.gpu_seconds_low), duration(estimate.gpu_seconds_high))}</strong> on the GPU
        </span>
      )}
      {estimate.tokens_high > 0 && (
        <span>
          <strong>{span(estimate.tokens_low.toLocaleString('en'), estimate.tokens_high.toLocaleString('en'))}</strong>{' '}
          tokens
        </span>
      )}
      {estimate.money_high > 0 && (
        <span>
          <strong>{span(money(estimate.money_low), money(estimate.money_high))}</strong> {estimate.currency}
        </span>
      )}
    </p>
  );
}
