import type { Arm } from '../findings/arm.ts';
import { runsData } from '../findings/runs-data.ts';
import type { Experiment } from '../training/experiment.ts';
import type { Table } from '../training/table.ts';
import { namesOf } from './files.ts';

/** What it takes to make the experiment again, beside what came out: all of it is in here, but for a table's rows. */
export interface ExperimentFile {
  /** The version of Halflife that made it. */
  readonly halflife: string;
  /** What to type for it. */
  readonly message: string;
  readonly experiments: readonly WrittenExperiment[];
  readonly runs: ReturnType<typeof runsData>;
}

/** An experiment as JSON has it: a table's rows stand in the CSV file beside it. */
export type WrittenExperiment = Omit<Experiment, 'table'> & {
  readonly table?: Omit<Table, 'values' | 'name'> & { readonly file: string };
};

export function experimentJson(arms: readonly Arm[], made: Pick<ExperimentFile, 'halflife' | 'message'>): string {
  const file: ExperimentFile = {
    halflife: made.halflife,
    message: made.message,
    experiments: arms.map(({ experiment }) => written(experiment)),
    runs: runsData(arms),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function written({ table, ...settings }: Experiment): WrittenExperiment {
  if (table === undefined) return settings;
  const { name: _name, values: _values, ...shape } = table;
  return { ...settings, table: { file: namesOf(table).table, ...shape } };
}
