import { useState } from 'preact/hooks';
import { onlyTheButtonSubmits } from './fields';
import type { StudyState } from './state';
import type { Store } from './store';

/** Who answers as the agent, and the way to another: a language model gets a card, the built-in planner needs none. */
export function AgentModel({ store, study }: { store: Store; study: StudyState }) {
  const { planner } = study.head;
  const [name, setName] = useState('');
  const choose = (model: string | null) => store.propose({ kind: 'set_agent_model', model, is_object: false });
  return (
    <details class="ct-sent" data-testid="agent-model">
      <summary class="ct-quiet">Answered by: {planner}</summary>
      <form
        class="ct-form"
        onKeyDown={onlyTheButtonSubmits}
        onSubmit={event => {
          event.preventDefault();
          choose(name.trim());
        }}
      >
        <label>
          Language model
          <input
            value={name}
            placeholder="openai:gpt-4o-mini"
            data-testid="agent-model-name"
            onInput={event => setName(event.currentTarget.value)}
          />
        </label>
        <p class="ct-quiet">
          Provider and name, such as anthropic:claude-sonnet-4-5 or ollama:qwen3. Its key comes from the environment of
          the notebook or from <code>cotune key set</code>, never from here.
        </p>
        <div class="ct-controls">
          <button type="submit" disabled={!name.trim()} data-testid="submit-agent-model">
            Use it…
          </button>
          {!planner.startsWith('built-in') && (
            <button type="button" data-testid="use-built-in" onClick={() => choose(null)}>
              Back to the built-in planner
            </button>
          )}
        </div>
      </form>
    </details>
  );
}
