import { money } from './format';
import type { TurnState, Usage } from './wire/wire';

/** What the agent's model used: the study so far with its limits, and the last answer. */
export function usageWords({ used, used_last: last, budget }: TurnState): string {
  const limit = budget.study_tokens === null ? '' : ` of ${count(budget.study_tokens)}`;
  const parts = [`${count(tokens(used))}${limit} tokens`];
  const isPriced = tokens(used) > used.unpriced_tokens;
  if (isPriced) {
    const cap = budget.money === null ? '' : ` of ${budget.money}`;
    parts.push(`about ${money(used.money)}${cap} ${budget.currency}`);
  }
  if (used.unpriced_tokens > 0) parts.push(isPriced ? 'some of the cost unknown' : 'cost unknown');
  if (used.unmetered_calls > 0) {
    parts.push(`and ${used.unmetered_calls} ${used.unmetered_calls === 1 ? 'answer' : 'answers'} of unknown size`);
  }
  const latest = tokens(last) > 0 ? ` (last answer: ${count(tokens(last))})` : '';
  return `Model use: ${parts.join(', ')}${latest}`;
}

const tokens = (usage: Usage) => usage.input_tokens + usage.output_tokens;
const count = (n: number) => n.toLocaleString('en-US');
