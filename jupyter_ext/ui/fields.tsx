import { useState } from 'preact/hooks';
import { Icon } from './icons';

/** Enter in a field would say yes by accident; and no key may reach the notebook. */
export function onlyTheButtonSubmits(event: KeyboardEvent): void {
  event.stopPropagation();
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
}

interface NumberProps {
  label: string;
  value: number | null;
  /** The browser takes nothing between whole numbers then. */
  whole?: boolean;
  placeholder?: string;
  testId?: string;
  set(value: number | null): void;
}

/** Keeps what is typed as text: '0.' on the way to '0.5' is no number yet, and must not be put right. */
export function NumberField({ label, value, whole = false, placeholder = 'not set', testId, set }: NumberProps) {
  const [text, setText] = useState(value?.toString() ?? '');
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        step={whole ? 1 : 'any'}
        value={text}
        placeholder={placeholder}
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

interface ColumnProps {
  label: string;
  value: string | null;
  names: string;
  set(value: string | null): void;
}

export function ColumnField({ label, value, names, set }: ColumnProps) {
  return (
    <label>
      {label}
      <input
        value={value ?? ''}
        list={names}
        placeholder="no column"
        onInput={event => set(event.currentTarget.value || null)}
      />
    </label>
  );
}

interface ColumnsProps {
  value: string[];
  columns: string[] | null;
  names: string;
  set(value: string[]): void;
}

/** What is typed counts at once, added or not. */
export function ColumnsField({ value, columns, names, set }: ColumnsProps) {
  const [typed, setTyped] = useState('');
  const added = value.filter(name => name !== typed.trim());
  const type = (text: string) => {
    const name = text.trim();
    const isWhole = columns?.includes(text) === true && !columns.some(c => c !== text && c.startsWith(text));
    setTyped(isWhole ? '' : text);
    set(name ? [...added, isWhole ? text : name] : added);
  };
  return (
    <fieldset>
      <legend>Columns to leave out</legend>
      <ul class="ct-chips ct-picked" aria-label="Left out">
        {added.map(name => (
          <li key={name}>
            <button
              type="button"
              aria-label={`Take ${name} in again`}
              onClick={() => set(value.filter(other => other !== name))}
            >
              {name} <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <input
        value={typed}
        list={names}
        aria-label="Another column to leave out"
        placeholder={added.length ? 'another column' : 'none'}
        data-testid="leave-out"
        onInput={event => type(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') setTyped('');
        }}
        onBlur={() => setTyped('')}
      />
    </fieldset>
  );
}
