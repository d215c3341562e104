import type { Arm } from '../findings/arm.ts';
import { count, figure } from '../findings/figures.ts';
import { seeds, wdLabel } from '../findings/wording.ts';
import { final, type History } from '../training/history.ts';
import { namesOf } from './files.ts';
import { coreOf } from './script.ts';
import { most, type Sensitivity } from './sensitivity.ts';

/** To so many digits PyTorch agrees (README, "PyTorch agrees") … */
const DIGITS = 9;
/** … where rounding once moves a run by less than this: one more digit is left for rounding everywhere. */
const STEADY = 3e-11;

export interface Exported {
  /** The one without decay first. */
  readonly arms: readonly Arm[];
  /** What the runs showed, in a line. */
  readonly finding: string;
  /** Of each arm's runs (sensitivity.ts); null where there was no time to find out. */
  readonly sensitivities: readonly (readonly Sensitivity[])[] | null;
}

/** What the files are, how to run the script, what its loop looks like, and what it will print, in Markdown. */
export function exportText(exported: Exported): string {
  const { arms, finding } = exported;
  const { experiment, histories } = arms[0]!;
  const names = namesOf(experiment.table);
  const reads =
    experiment.table === undefined ? '' : `; it reads your rows, as numbers, from \`${names.table}\` beside it`;
  const records = arms.flatMap((arm) => arm.histories).reduce((sum, { steps }) => sum + steps.length, 0);
  return [
    `**The same in plain PyTorch:** \`${names.script}\` makes the same data, start and updates, and ${agreement(exported)}`,
    `Run it with \`python3 ${names.script}\`. It needs torch, 1.13 or later, and nothing else${reads}. Its core:`,
    `\`\`\`py\n${coreOf(experiment).join('\n')}\n\`\`\``,
    `For seed 1 it prints as training loss, validation loss and length of the weights:\n${arms
      .map(
        (arm, index) => `- ${wdLabel(arm.experiment)}: ${end(arm.histories[0]!, exported.sensitivities?.[index]?.[0])}`,
      )
      .join('\n')}`,
    `What came out over ${seeds(histories.length)}: ${finding}.`,
    `\`${names.curves}\` has the course of every run (${count(records)} lines), \`${names.experiment}\` the settings and last numbers.`,
  ].join('\n\n');
}

/** How closely the script's numbers are the bot's, as far as that is known. */
function agreement({ arms, sensitivities }: Exported): string {
  const runs = arms.reduce((sum, { histories }) => sum + histories.length, 0);
  const all = runs === 1 ? 'its run ends' : `its ${count(runs)} runs end`;
  if (sensitivities === null) {
    return `${all} at the same numbers, to at least ${DIGITS} digits: unless one trains at the edge of stability, where the last bit decides.`;
  }
  const sensitive = sensitivities
    .flat()
    .map(most)
    .filter((each) => !isSteady(each));
  if (sensitive.length === 0) return `${all} at the same numbers, to at least ${DIGITS} digits.`;
  const steady = runs - sensitive.length;
  const digit = ordinal(firstDigit(Math.max(...sensitive)));
  const limit = `, from the ${digit} digit on: no two programs agree more closely`;
  if (steady === 0) return `${all} much alike, but rounding alone may change what comes out${limit}.`;
  const where = sensitive.length === 1 ? 'In the other' : `In the other ${count(sensitive.length)}`;
  return (
    `${count(steady)} of its ${count(runs)} runs ${steady === 1 ? 'ends' : 'end'} at the same numbers, to at least ${DIGITS} digits. ` +
    `${where}, rounding alone may change what comes out${limit} there.`
  );
}

/** The first digit that a relative difference of this size may change. */
function firstDigit(size: number): number {
  return size < 1 ? Math.floor(-Math.log10(size)) + 1 : 1;
}

function ordinal(place: number): string {
  return ['first', 'second', 'third'][place - 1] ?? `${place}th`;
}

function isSteady(sensitivity: number): boolean {
  return sensitivity < STEADY;
}

/** The last numbers, to as many digits as will be the same. */
function end({ divergedAt, ...series }: History, sensitivity: Sensitivity | undefined): string {
  if (divergedAt !== null) return `null, for it diverges at step ${count(divergedAt)}`;
  return (['dataLoss', 'validationLoss', 'weightLength'] as const)
    .map((name) => {
      const number = final(series[name]);
      return isSteady(sensitivity?.[name] ?? 0)
        ? String(Number(number.toPrecision(DIGITS)))
        : `about ${figure(number)}`;
    })
    .join(', ');
}
