import { useEffect, useId, useState } from 'preact/hooks';
import { ColumnField, ColumnsField, NumberField } from './fields';
import { secondObjective } from './front';
import type { Store } from './store';
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
  store: Store;
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
export function SpecForm({ store, spec, submitLabel, submit, cancel }: Props) {
  const [draft, setDraft] = useState(spec);
  useEffect(() => store.wantColumns(), []);
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
      <ColumnField
        label="Weigh the rows by"
        value={draft.weight_column}
        names={names}
        set={weight_column => change({ weight_column })}
      />
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

function problemOf(spec: SearchSpec, columns: string[] | null): string | null {
  if (spec.families.length === 0) return 'Choose at least one family.';
  if (spec.seconds === null && spec.trials === null) return 'Set a time, a number of trials, or both.';
  const named = [...spec.exclude_columns, spec.group_column, spec.time_column, spec.weight_column];
  const unknown = columns && named.find(name => name !== null && !columns.includes(name));
  return unknown ? `The table has no column “${unknown}”.` : null;
}
