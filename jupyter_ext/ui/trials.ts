import { FAMILIES, ORIGINS, STATUSES, TRIAL_COLUMNS } from './wire/wire';

export type TrialColumn = (typeof TRIAL_COLUMNS)[number];
export type Status = (typeof STATUSES)[number];
export type Family = (typeof FAMILIES)[number];
export type Origin = (typeof ORIGINS)[number];

/** One trial as the table shows it; `score` is higher-is-better, NaN where there is none. */
export interface Trial {
  id: number;
  run: number;
  status: Status;
  family: Family;
  origin: Origin;
  score: number;
  standardError: number;
  seconds: number;
  startedAtS: number;
  /** The size in MB where that is an objective, else the prediction time in ms a row of a batch. */
  cost: number;
  attempt: number;
  onGpu: boolean;
}

const BAD: readonly Status[] = ['failed', 'timeout', 'memout'];

/** How many trials of a run have ended (those given up or waiting again have not), or went wrong. */
interface Tally {
  done: number;
  failed: number;
}

/** All trials of a study as columns that grow; trial ids are dense from 0, so an id is an index. */
export class TrialTable {
  length = 0;
  private columns = TRIAL_COLUMNS.map(() => new Float64Array(256));

  column(name: TrialColumn): Float64Array {
    return this.columns[TRIAL_COLUMNS.indexOf(name)]!.subarray(0, this.length);
  }

  at(id: number): Trial {
    const value = (name: TrialColumn) => this.column(name)[id]!;
    return {
      id,
      run: value('run'),
      status: STATUSES[value('status')]!,
      family: FAMILIES[value('family')]!,
      origin: ORIGINS[value('origin')]!,
      score: value('score'),
      standardError: value('standard_error'),
      seconds: value('seconds'),
      startedAtS: value('started_at_s'),
      cost: value('cost'),
      attempt: value('attempt'),
      onGpu: value('on_gpu') === 1
    };
  }

  /** The ids of a run's trials, in order. */
  idsOf(run: number): number[] {
    const runs = this.column('run');
    const ids: number[] = [];
    for (let id = 0; id < this.length; id++) if (runs[id] === run) ids.push(id);
    return ids;
  }

  statusOf(id: number): Status {
    return STATUSES[this.column('status')[id]!]!;
  }

  isBad(id: number): boolean {
    return BAD.includes(this.statusOf(id));
  }

  tally(run: number): Tally {
    const tally = { done: 0, failed: 0 };
    const statuses = this.column('status');
    for (const id of this.idsOf(run)) {
      const status = STATUSES[statuses[id]!]!;
      if (status !== 'running' && status !== 'cancelled') tally.done++;
      if (BAD.includes(status)) tally.failed++;
    }
    return tally;
  }

  /** Takes changed rows: little-endian Float64 columns, each `rows` long. */
  take(rows: number, total: number, bytes: DataView): void {
    this.grow(total);
    this.length = total;
    const width = 8 * rows;
    for (let row = 0; row < rows; row++) {
      const id = bytes.getFloat64(8 * row, true);
      this.columns.forEach((column, c) => {
        column[id] = bytes.getFloat64(c * width + 8 * row, true);
      });
    }
  }

  clear(): void {
    this.length = 0;
  }

  private grow(total: number): void {
    const capacity = this.columns[0]!.length;
    if (total <= capacity) return;
    this.columns = this.columns.map(old => {
      const larger = new Float64Array(Math.max(total, 2 * capacity));
      larger.set(old);
      return larger;
    });
  }
}
