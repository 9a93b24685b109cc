import { count, exactDuration } from './format';
import type { Action, ExtendRun } from './wire/wire';
import { familyWord } from './words';

/** A card's title: what will happen on a yes. */
export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'start_search':
      return 'Start this search?';
    case 'pause_run':
      return 'Pause the search?';
    case 'resume_run':
      return 'Go on searching?';
    case 'stop_run':
      return 'Stop the search?';
    case 'extend_run':
      return `Search ${amount(action)} longer?`;
    case 'steer':
      return `Look more at ${familyWord(action.family)}?`;
    case 'unsteer':
      return 'Drop the hint?';
    case 'enqueue_trial':
      return `Try this ${familyWord(action.configuration.family)} next?`;
    case 'ban_family':
      return `No more ${familyWord(action.family)}?`;
    case 'unban_family':
      return `Allow ${familyWord(action.family)} again?`;
    case 'unseal_holdout':
      return 'Open the sealed holdout?';
    case 'use_trial':
      return action.trial === null ? 'Leave the model to cotune again?' : `Make trial ${action.trial} the model?`;
    case 'set_autonomy':
      return 'Change when you are asked?';
    case 'grant_budget':
      return `Allow ${exactDuration(action.seconds)} of search without asking?`;
    case 'revoke_grant':
      return 'Withdraw the permission?';
    case 'limit_agent':
      return 'Change what the agent’s model may use?';
    case 'set_agent_model':
      return action.model === null ? 'Back to the built-in planner?' : `Let ${action.model} answer as the agent?`;
    case 'probe_model':
      return 'Measure whether the agent’s model knows this table?';
    case 'share_with_agent':
      return 'Let the agent’s model see more of the table?';
  }
}

function amount({ seconds, trials }: ExtendRun): string {
  return [seconds && exactDuration(seconds), trials && count(trials, 'trial')].filter(Boolean).join(' or ');
}
