import { useMemo } from 'preact/hooks';
import type { StudyState } from './state';
import type { Store } from './store';
import type { SentCall, SentCalls, Sharing } from './wire/wire';
import { SHARING_WORDS } from './wire/wire';

/** So many calls come at a time. */
const AT_A_TIME = 10;

/** What the language model may see of the table, and what was sent: kept whoever answers now. */
export function Sent({ store, study }: { store: Store; study: StudyState }) {
  const { sent } = store.state.value;
  const isBuiltIn = study.head.planner.startsWith('built-in');
  const look = (newer: number) => store.request({ kind: 'show_sent', newer });
  return (
    <details class="ct-sent" data-testid="sent" onToggle={e => e.currentTarget.open && look(0)}>
      <summary class="ct-quiet">{isBuiltIn ? 'What was sent to a language model' : 'What the model sees'}</summary>
      {!isBuiltIn && (
        <>
          <Level store={store} study={study} />
          <Probe store={store} study={study} />
        </>
      )}
      {sent && <Calls sent={sent} look={look} />}
    </details>
  );
}

/** Some of the calls, newest first, and the way to the others. */
function Calls({ sent: { calls, newer, total }, look }: { sent: SentCalls; look(newer: number): void }) {
  const older = total - newer - calls.length;
  return (
    <>
      <p class="ct-quiet" data-testid="sent-range">
        {total === 0 ? 'Nothing was sent.' : `Calls ${older + 1} to ${total - newer} of ${total} that are kept.`}
      </p>
      {[...calls].reverse().map((call, i) => (
        <Call key={`${call.at} ${i}`} call={call} />
      ))}
      <div class="ct-controls">
        {older > 0 && (
          <button data-testid="sent-older" onClick={() => look(newer + calls.length)}>
            Older
          </button>
        )}
        {newer > 0 && (
          <button data-testid="sent-newer" onClick={() => look(Math.max(0, newer - AT_A_TIME))}>
            Newer
          </button>
        )}
        <button class="ct-link" onClick={() => look(0)}>
          Look again
        </button>
      </div>
    </>
  );
}

/** The text as it was sent, and beside it laid out in lines. */
function Call({ call }: { call: SentCall }) {
  const lines = useMemo(() => laidOut(call), [call]);
  return (
    <details>
      <summary>
        {new Date(call.at).toLocaleString()} to {call.to}, {call.body.length.toLocaleString('en')} characters
      </summary>
      {!call.is_exact && <p class="ct-quiet">As it was handed to the model’s package.</p>}
      {call.is_cut && <p class="ct-quiet">Too long to be kept whole.</p>}
      <pre data-testid="sent-body">{call.body}</pre>
      {lines !== null && (
        <details>
          <summary class="ct-quiet">Laid out in lines</summary>
          <pre>{lines}</pre>
        </details>
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

function laidOut({ body }: SentCall): string | null {
  try {
    return JSON.stringify(JSON.parse(body), null, 1);
  } catch {
    return null;
  }
}
