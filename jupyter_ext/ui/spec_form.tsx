import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ColumnField, ColumnsField, NumberField, onlyTheButtonSubmits } from './fields';
import { minutes } from './format';
import { MoreFields } from './more_fields';
import { ObjectivesField } from './objectives_field';
import type { Store } from './store';
import type { Family } from './trials';
import { BINARY_METRICS, FAMILIES, MULTICLASS_METRICS, REGRESSION_METRICS, type SearchSpec } from './wire/wire';
import { familyWord, fieldWord, metricWord, type Metric } from './words';

const METRICS_FOR: Record<SearchSpec['task'], readonly Metric[]> = {
  binary: BINARY_METRICS,
  multiclass: MULTICLASS_METRICS,
  regression: REGRESSION_METRICS
};

interface Props {
  store: Store;
  spec: SearchSpec;
  submitLabel: string;
  /** It is under way: once is enough. */
  isSent?: boolean;
  submit(spec: SearchSpec): void;
  cancel(): void;
}

/** The fields of a spec; those that people change most come first. What it does not show stays as it is. */
export function SpecForm({ store, spec, submitLabel, isSent = false, submit, cancel }: Props) {
  const [draft, setDraft] = useState(spec);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => store.wantColumns(), []);
  useLayoutEffect(() => form.current?.querySelector('select')?.focus(), []);
  const columns = store.state.value.columns?.map(column => column.name) ?? null;
  const names = `${store.uid}-columns-${useId()}`;
  const change = (changes: Partial<SearchSpec>) => setDraft({ ...draft, ...changes });
  const toggle = (family: Family) => {
    const families = FAMILIES.filter(f => (f === family) !== draft.families.includes(f));
    change({ families });
  };
  const problem = problemOf(draft, columns);
  return (
    <form
      ref={form}
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
      <ObjectivesField spec={draft} set={objectives => change({ objectives })} />
      <div class="ct-pair">
        <NumberField
          label="Minutes"
          value={draft.seconds === null ? null : minutes(draft.seconds)}
          testId="minutes"
          set={typed => change({ seconds: typed === null ? null : typed * 60 })}
        />
        <NumberField label="Trials at most" value={draft.trials} whole set={trials => change({ trials })} />
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
      <datalist id={names}>
        {columns
          ?.filter(name => name !== draft.target)
          .map(name => (
            <option key={name} value={name} />
          ))}
      </datalist>
      <ColumnsField
        value={draft.exclude_columns}
        columns={columns}
        names={names}
        set={exclude_columns => change({ exclude_columns })}
      />
      <div class="ct-pair">
        <ColumnField
          label="Keep together rows of one"
          value={draft.group_column}
          names={names}
          set={group_column => change({ group_column, split: 'auto' })}
        />
        <ColumnField
          label="Test on the latest by"
          value={draft.time_column}
          names={names}
          set={time_column => change({ time_column, split: 'auto' })}
        />
      </div>
      <label class="ct-check">
        <input
          type="checkbox"
          checked={draft.interpretable}
          onChange={event => change({ interpretable: event.currentTarget.checked })}
        />
        Only models that can be explained
      </label>
      <MoreFields spec={draft} names={names} change={change} />
      {problem && <p class="ct-problem">{problem}</p>}
      <div class="ct-controls">
        <button type="submit" class="ct-primary" disabled={problem !== null || isSent} data-testid="submit-spec">
          {submitLabel}
        </button>
        <button type="button" onClick={cancel}>
          Back
        </button>
      </div>
    </form>
  );
}

function problemOf(spec: SearchSpec, columns: string[] | null): string | null {
  if (spec.families.length === 0) return 'Choose at least one family.';
  if (spec.seconds === null && spec.trials === null) return 'Set a time, a number of trials, or both.';
  const named = [...spec.exclude_columns, spec.group_column, spec.time_column, spec.weight_column];
  const unknown = columns && named.find(name => name !== null && !columns.includes(name));
  return unknown ? `The table has no column “${unknown}”.` : null;
}
