import { parentPort } from 'node:worker_threads';
import { withDefaults } from '../../src/chat/experiment-defaults.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { readTable } from '../../src/csv/read-table.ts';
import { train } from '../../src/training/train.ts';
import { HURTFUL_TABLES } from './hurtful-tables.ts';

/** Reads the tables one after another in a thread that has little memory, and learns from those that are taken. */

export type TableOutcome =
  | { readonly what: string; readonly refused: string }
  | { readonly what: string; readonly columns: readonly string[]; readonly learnt: boolean };

function outcomeOf({ what, bytes, target }: (typeof HURTFUL_TABLES)[number]): TableOutcome {
  const content = bytes();
  try {
    const { table } = readTable(
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
      'mine.csv',
      target,
    );
    const run = train(withDefaults({ csv: 'mine.csv', table, steps: 5, hidden: [] }), 1);
    const numbers = [...run.dataLoss, ...run.validationLoss, ...run.finalWeights];
    return { what, columns: table.columns, learnt: run.divergedAt === null && numbers.every(Number.isFinite) };
  } catch (error) {
    if (error instanceof UserError) return { what, refused: error.message };
    throw new Error(`reading ${what} broke`, { cause: error });
  }
}

for (const table of HURTFUL_TABLES) parentPort!.postMessage(outcomeOf(table));
