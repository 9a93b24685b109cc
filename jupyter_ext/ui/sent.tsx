import type { StudyState } from './state';
import type { Store } from './store';
import type { SentCall, Sharing } from './wire/wire';
import { SHARING_WORDS } from './wire/wire';

/** What the language model may see of the table, and what it was sent. A planner without a model is sent nothing. */
export function Sent({ store, study }: { store: Store; study: StudyState }) {
  if (study.head.planner.startsWith('built-in')) return null;
  const { sent } = store.state.value;
  const look = () => store.request({ kind: 'show_sent' });
  return (
    <details class="ct-sent" data-testid="sent" onToggle={e => e.currentTarget.open && look()}>
      <summary class="ct-quiet">What the model sees</summary>
      <Level store={store} study={study} />
      <Probe store={store} study={study} />
      {sent?.length === 0 && <p class="ct-quiet">Nothing was sent yet.</p>}
      {[...(sent ?? [])].reverse().map((call, i) => (
        <details key={`${call.at} ${i}`}>
          <summary>
            {new Date(call.at).toLocaleTimeString()} to {call.to}, {call.body.length.toLocaleString('en')} characters
          </summary>
          {!call.is_exact && <p class="ct-quiet">As it was handed to the model’s package.</p>}
          {call.is_cut && <p class="ct-quiet">Too long to be kept whole.</p>}
          <pre>{laidOut(call)}</pre>
        </details>
      ))}
      {sent && (
        <button class="ct-link" onClick={look}>
          Look again
        </button>
      )}
    </details>
  );
}

function Level({ store, study }: { store: Store; study: StudyState }) {
  const { level, labels } = study.turn.sharing;
  const share = (wanted: number) =>
    store.propose({ kind: 'share_with_agent', sharing: { level: wanted as Sharing['level'], labels: [] } });
  return (
    <>
      <label class="ct-form">
        It sees
        <select value={String(level)} onChange={e => share(Number(e.currentTarget.value))}>
          {SHARING_WORDS.map((words, value) => (
            <option key={value} value={value} disabled={value === 3}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <p class="ct-quiet">
        {labels.length > 0 && `Labels of: ${labels.join(', ')}. `}
        Your own words go as you write them. Labels are shared by{' '}
        <code>study.share(3, labels=[&quot;column&quot;])</code>.
      </p>
    </>
  );
}

/** Whether the model knows the table from elsewhere, and the way to find out. */
function Probe({ store, study }: { store: Store; study: StudyState }) {
  const { probing, probed } = study.turn;
  if (probing) {
    return (
      <p class="ct-quiet" role="status">
        Measuring whether it knows this table…
      </p>
    );
  }
  return (
    <>
      {probed && (
        <p data-testid="probed">
          {probed.low > 0 ? 'It knows this table from elsewhere' : 'It does not seem to know this table'}: score{' '}
          {probed.score.toFixed(2)}, 95 % interval {probed.low.toFixed(2)} to {probed.high.toFixed(2)}.
        </p>
      )}
      <button class="ct-link" onClick={() => store.propose({ kind: 'probe_model', rows: 10 })}>
        Does it know this table?…
      </button>
    </>
  );
}

function laidOut({ body }: SentCall): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 1);
  } catch {
    return body;
  }
}
