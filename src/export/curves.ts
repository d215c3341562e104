import Papa from 'papaparse';
import type { Arm } from '../findings/arm.ts';

/** The course of every run as CSV: one line for each recorded step, below a line of names. */
export function curvesCsv(arms: readonly Arm[]): string {
  const data = arms.flatMap(({ experiment: { lr, wd, optimizer }, histories }) =>
    histories.flatMap(({ seed, steps, dataLoss, penalty, validationLoss, weightLength }) =>
      steps.map((step, index) => ({
        lr,
        wd,
        optimizer,
        seed,
        step,
        train: dataLoss[index]!,
        penalty: penalty[index]!,
        validation: validationLoss[index]!,
        weightLength: weightLength[index]!,
      })),
    ),
  );
  return `${Papa.unparse(data, { columns: [...COLUMNS], newline: '\n' })}\n`;
}

/** What the numbers are called in a reply's data too. */
const COLUMNS = ['lr', 'wd', 'optimizer', 'seed', 'step', 'train', 'penalty', 'validation', 'weightLength'] as const;
