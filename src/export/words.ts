import type { Arm } from '../findings/arm.ts';
import { count, setting } from '../findings/figures.ts';
import { seeds, wdLabel } from '../findings/wording.ts';
import { final, type History } from '../training/history.ts';
import { coreOf } from './script.ts';
import { tableFileName } from './table-file.ts';

/** To how many digits PyTorch is known to agree (README: "PyTorch agrees"). */
const DIGITS = 9;

/**
 * What the files are, how to run the script, what its loop looks like, and what it will print, in Markdown.
 * @param finding what the runs showed, in a line.
 */
export function exportText(arms: readonly Arm[], finding: string): string {
  const { experiment, histories } = arms[0]!;
  const runs = arms.length * histories.length;
  const lines = arms.reduce((sum, arm) => sum + arm.histories.reduce((total, { steps }) => total + steps.length, 0), 0);
  const reads =
    experiment.table === undefined ? '' : `; it reads \`${tableFileName(experiment.table)}\`, which must lie beside it`;
  return [
    `**The same in plain PyTorch:** \`reproduce.py\` makes the same data, start and updates, and so prints the numbers ` +
      `of ${runs === 1 ? 'this run' : `these ${count(runs)} runs`} again, to at least ${DIGITS} digits.`,
    `Run it with \`python3 reproduce.py\`. It needs torch, 1.13 or later, and nothing else${reads}. Its core:`,
    `\`\`\`py\n${coreOf(experiment).join('\n')}\n\`\`\``,
    `For seed 1 it prints as training loss, validation loss and length of the weights:\n` +
      arms.map((arm) => `- ${wdLabel(arm.experiment)}: ${endOf(arm.histories[0]!)}`).join('\n'),
    `Over all ${seeds(histories.length)}: ${finding}.`,
    `\`curves.csv\` has the course of every run (${count(lines)} lines), \`experiment.json\` the settings and the last numbers.`,
  ].join('\n\n');
}

function endOf({ divergedAt, dataLoss, validationLoss, weightLength }: History): string {
  if (divergedAt !== null) return `null, for it diverges at step ${setting(divergedAt)}`;
  return [dataLoss, validationLoss, weightLength].map((series) => digits(final(series))).join(', ');
}

/** As many digits as are promised to agree. */
function digits(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
