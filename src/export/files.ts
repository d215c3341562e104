import type { Table } from '../training/table.ts';

/** The files that an experiment is handed over as. */
const NAMES = { script: 'reproduce.py', table: 'reproduce.csv', curves: 'curves.csv', experiment: 'experiment.json' };

/** What they are called: two files of one name are never handed over, whatever a table's own file is called. */
export function namesOf(table: Pick<Table, 'name'> | undefined): typeof NAMES {
  const taken = Object.values(NAMES).some((name) => name === table?.name);
  if (!taken) return NAMES;
  const entries = Object.entries(NAMES).map(([file, name]) => [file, `halflife-${name}`]);
  return Object.fromEntries(entries) as typeof NAMES;
}
