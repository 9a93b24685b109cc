import { secondObjective } from './front';
import { OBJECTIVE_NAMES, type SearchSpec } from './wire/wire';
import { objectiveWord, type SecondObjective } from './words';

const SECOND_OBJECTIVES = Object.keys(OBJECTIVE_NAMES) as SecondObjective[];

interface Props {
  spec: SearchSpec;
  set(objectives: SearchSpec['objectives']): void;
}

/** What is to be small besides a good score. */
export function ObjectivesField({ spec, set }: Props) {
  return (
    <label>
      To be small besides
      <select
        value={secondObjective(spec) ?? ''}
        data-testid="second-objective"
        onChange={event => {
          const second = SECOND_OBJECTIVES.find(o => o === event.currentTarget.value);
          set(second ? ['score', second] : []);
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
  );
}
