import { useState } from 'preact/hooks';
import { secondObjective } from './front';
import type { Family } from './trials';
import {
  BINARY_METRICS,
  FAMILIES,
  MULTICLASS_METRICS,
  OBJECTIVE_NAMES,
  REGRESSION_METRICS,
  type SearchSpec
} from './wire/wire';
import { familyWord, fieldWord, metricWord, objectiveWord, type Metric, type SecondObjective } from './words';

const SECOND_OBJECTIVES = Object.keys(OBJECTIVE_NAMES) as SecondObjective[];

const METRICS_FOR: Record<SearchSpec['task'], readonly Metric[]> = {
  binary: BINARY_METRICS,
  multiclass: MULTICLASS_METRICS,
  regression: REGRESSION_METRICS
};

interface Props {
  spec: SearchSpec;
  submitLabel: string;
  submit(spec: SearchSpec): void;
  cancel(): void;
}

/** Enter in a field would say yes by accident; and no key may reach the notebook. */
export function onlyTheButtonSubmits(event: KeyboardEvent): void {
  event.stopPropagation();
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

/** The fields of a spec that people change most; what it does not show stays as it is. */
export function SpecForm({ spec, submitLabel, submit, cancel }: Props) {
  const [draft, setDraft] = useState(spec);
  const change = (changes: Partial<SearchSpec>) => setDraft({ ...draft, ...changes });
  const toggle = (family: Family) => {
    const families = FAMILIES.filter(f => (f === family) !== draft.families.includes(f));
    change({ families });
  };
  const problem = problemOf(draft);
  return (
    <form
      class="ct-form"
      onKeyDown={onlyTheButtonSubmits}
      onSubmit={event => {
        event.preventDefault();
        submit(draft);
      }}
    >
      <label>
        {fieldWord('metric')}
        <select value={draft.metric} onChange={e => change({ metric: e.currentTarget.value as Metric })}>
          {METRICS_FOR[draft.task].map(metric => (
            <option key={metric} value={metric}>
              {metricWord(metric)}
            </option>
          ))}
        </select>
      </label>
      <label>
        To be small besides
        <select
          value={secondObjective(draft) ?? ''}
          data-testid="second-objective"
          onChange={e => {
            const second = SECOND_OBJECTIVES.find(o => o === e.currentTarget.value);
            change({ objectives: second ? ['score', second] : [] });
          }}
        >
          <option value="">nothing: the score alone counts</option>
          {SECOND_OBJECTIVES.map(objective => (
            <option key={objective} value={objective}>
              {objectiveWord(objective)}
            </option>
          ))}
        </select>
      </label>
      <div class="ct-pair">
        <NumberField
          label="Minutes"
          value={draft.seconds === null ? null : draft.seconds / 60}
          testId="minutes"
          set={minutes => change({ seconds: minutes === null ? null : minutes * 60 })}
        />
        <NumberField label="Trials at most" value={draft.trials} set={trials => change({ trials })} />
      </div>
      <fieldset>
        <legend>{fieldWord('families')}</legend>
        {FAMILIES.map(family => (
          <label key={family} class="ct-check">
            <input type="checkbox" checked={draft.families.includes(family)} onChange={() => toggle(family)} />
            {familyWord(family)}
          </label>
        ))}
      </fieldset>
      <ColumnLines value={draft.exclude_columns} set={exclude_columns => change({ exclude_columns })} />
      <div class="ct-pair">
        <ColumnField
          label="Keep together rows of one"
          value={draft.group_column}
          set={group_column => change({ group_column, split: 'auto' })}
        />
        <ColumnField
          label="Test on the latest by"
          value={draft.time_column}
          set={time_column => change({ time_column, split: 'auto' })}
        />
      </div>
      <div class="ct-pair">
        <NumberField label={fieldWord('folds')} value={draft.folds} set={folds => change({ folds })} />
        <NumberField label={fieldWord('workers')} value={draft.workers} set={workers => change({ workers })} />
      </div>
      <label class="ct-check">
        <input
          type="checkbox"
          checked={draft.interpretable}
          onChange={event => change({ interpretable: event.currentTarget.checked })}
        />
        Only models that can be explained
      </label>
      {problem && <p class="ct-problem">{problem}</p>}
      <div class="ct-controls">
        <button type="submit" class="ct-primary" disabled={problem !== null} data-testid="submit-spec">
          {submitLabel}
        </button>
        <button type="button" onClick={cancel}>
          Back
        </button>
      </div>
    </form>
  );
}

function problemOf(spec: SearchSpec): string | null {
  if (spec.families.length === 0) return 'Choose at least one family.';
  if (spec.seconds === null && spec.trials === null) return 'Set a time, a number of trials, or both.';
  return null;
}

interface NumberProps {
  label: string;
  value: number | null;
  testId?: string;
  set(value: number | null): void;
}

/** Keeps what is typed as text: '0.' on the way to '0.5' is no number yet, and must not be put right. */
export function NumberField({ label, value, testId, set }: NumberProps) {
  const [text, setText] = useState(value?.toString() ?? '');
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        step="any"
        value={text}
        placeholder="not set"
        data-testid={testId}
        onInput={event => {
          const { value: typed, valueAsNumber, validity } = event.currentTarget;
          if (!validity.badInput) setText(typed);
          set(Number.isNaN(valueAsNumber) ? null : valueAsNumber);
        }}
      />
    </label>
  );
}

function ColumnField({ label, value, set }: { label: string; value: string | null; set(value: string | null): void }) {
  return (
    <label>
      {label}
      <input
        value={value ?? ''}
        placeholder="no column"
        onInput={event => set(event.currentTarget.value.trim() || null)}
      />
    </label>
  );
}

/** One column a line: a name may hold a comma. */
function ColumnLines({ value, set }: { value: string[]; set(value: string[]): void }) {
  const [text, setText] = useState(value.join('\n'));
  const namesIn = (lines: string) => lines.split('\n').filter(line => line.trim());
  return (
    <label>
      Columns to leave out
      <textarea
        rows={Math.min(5, text.split('\n').length)}
        value={text}
        placeholder="none; one a line"
        data-testid="leave-out"
        onInput={event => {
          setText(event.currentTarget.value);
          set(namesIn(event.currentTarget.value));
        }}
      />
    </label>
  );
}
