import { ColumnField, NumberField } from './fields';
import type { SearchSpec } from './wire/wire';
import { fieldWord } from './words';

const DEVICES: Record<SearchSpec['device'], string> = {
  auto: 'the GPU where it pays',
  cpu: 'the CPU alone',
  cuda: 'the GPU (CUDA)'
};

interface Props {
  spec: SearchSpec;
  /** The id of the list of column names. */
  names: string;
  change(changes: Partial<SearchSpec>): void;
}

/** What most searches leave as it is: folded away. */
export function MoreFields({ spec, names, change }: Props) {
  return (
    <details data-testid="more-fields">
      <summary>More</summary>
      <ColumnField
        label="Weigh the rows by"
        value={spec.weight_column}
        names={names}
        set={weight_column => change({ weight_column })}
      />
      <div class="ct-pair">
        <NumberField label={fieldWord('folds')} value={spec.folds} whole set={folds => change({ folds })} />
        <NumberField
          label="Rows to seal away, %"
          value={Math.round(1e4 * spec.holdout_fraction) / 100}
          placeholder="none"
          testId="holdout"
          set={percent => change({ holdout_fraction: (percent ?? 0) / 100 })}
        />
        <NumberField label={fieldWord('workers')} value={spec.workers} whole set={workers => change({ workers })} />
        <NumberField label="Memory, MB" value={spec.memory_mb} whole set={memory_mb => change({ memory_mb })} />
        <NumberField
          label="Seconds per trial"
          value={spec.seconds_per_trial}
          set={seconds_per_trial => change({ seconds_per_trial })}
        />
        <NumberField
          label="ms to predict a row of a batch"
          value={spec.max_predict_ms}
          testId="max-predict-ms"
          set={max_predict_ms => change({ max_predict_ms })}
        />
        <NumberField
          label={fieldWord('random_state')}
          value={spec.random_state}
          whole
          placeholder="0"
          set={seed => change({ random_state: seed ?? 0 })}
        />
        {spec.task === 'binary' && (
          <label>
            {fieldWord('positive_class')}
            <input
              value={spec.positive_class ?? ''}
              placeholder="as it is"
              onInput={event => change({ positive_class: event.currentTarget.value || null })}
            />
          </label>
        )}
      </div>
      <label>
        {fieldWord('device')}
        <select
          value={spec.device}
          onChange={event => change({ device: event.currentTarget.value as SearchSpec['device'] })}
        >
          {Object.entries(DEVICES).map(([device, word]) => (
            <option key={device} value={device}>
              {word}
            </option>
          ))}
        </select>
      </label>
    </details>
  );
}
