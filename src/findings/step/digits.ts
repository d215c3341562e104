import type { WorkedStep } from '../../training/step.ts';

/**
 * How a worked step's numbers are written: in full where a learner can use them so (2.3, −0.0005), else rounded to so
 * many decimals, and as a power of ten where they are huge or next to nothing. Words and formulas show the same digits.
 */
export type Write = (value: number) => string;

/** From here on, and where only its last decimal would be left, a rounded number is written as a power of ten. */
const HUGE = 1e5;
/** Binary fractions are off in the sixteenth digit: 2.6199999999999997 is 2.62. */
const TRUE_DIGITS = 12;

/** Four; one more where so small an lr moves later ones; two of weights beyond ten, or the picture's lines grow long. */
export function decimalsFor({ lr, weights }: Pick<WorkedStep, 'lr' | 'weights'>): number {
  const largest = Math.max(...weights.map(({ before }) => Math.abs(before)));
  if (largest >= 10) return 2;
  return lr < 1e-3 ? 5 : 4;
}

/** lr and wd as they were typed, and what comes from them alone, such as 1 − lr·wd, as long as it is short. */
export const writeSetting: Write = (value) => {
  const exact = Number(value.toPrecision(TRUE_DIGITS));
  return Number(exact.toPrecision(6)) === exact ? plain(String(exact)) : writer(6)(value);
};

export function writer(decimals: number): Write {
  return (value) => {
    const exact = Number(value.toPrecision(TRUE_DIGITS));
    if (isShort(exact, decimals)) return plain(String(exact + 0));
    const size = Math.abs(exact);
    if (size >= HUGE || size < 10 ** (1 - decimals)) return plain(value.toExponential(2).replace(/\.?0*e\+?/u, 'e'));
    return plain(rounded(exact, decimalsAt(size, decimals)));
  };
}

/** Halves away from zero, as by hand: 2.46275 is 2.4628, whichever way its binary fraction is off. */
function rounded(value: number, decimals: number): string {
  const units = Math.round(Number(`${Math.abs(value)}e${decimals}`));
  return (Math.sign(value) * Number(`${units}e-${decimals}`)).toFixed(decimals);
}

/** Whether that is the number itself and not a rounded one. */
export function isExact(value: number, decimals: number): boolean {
  return isShort(Number(value.toPrecision(TRUE_DIGITS)), decimals);
}

function isShort(value: number, decimals: number): boolean {
  const size = Math.abs(value);
  return size < HUGE && Number(value.toFixed(decimalsAt(size, decimals))) === value;
}

function decimalsAt(size: number, decimals: number): number {
  return size < 1_000 ? decimals : Math.min(2, decimals);
}

function plain(text: string): string {
  return text.replace(/^-/u, '−');
}
