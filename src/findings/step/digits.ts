/**
 * How a worked step's numbers are written: in full where a learner can use them so (2.3, −0.0005), else rounded to so
 * many decimals, and as a power of ten where they are huge or next to nothing. Words and formulas show the same digits.
 */
export type Write = (value: number) => string;

const MOST_DECIMALS = 6;
/** From here on, and below a thousandth, a rounded number is written as a power of ten. */
const HUGE = 1e5;
/** Binary fractions are off in the sixteenth digit: 2.6199999999999997 is 2.62, and 1e-16 beside ones is 0. */
const TRUE_DIGITS = 12;

/** @param lr a smaller one changes later decimals, which are shown then. */
export function decimalsFor(lr: number): number {
  return Math.min(MOST_DECIMALS, Math.max(4, Math.ceil(-Math.log10(lr)) + 2));
}

export function writer(decimals: number): Write {
  return (value) => {
    const exact = Number(value.toPrecision(TRUE_DIGITS));
    if (isShort(exact, decimals)) return plain(String(exact + 0));
    const size = Math.abs(exact);
    if (size >= HUGE || size < 1e-3) return plain(value.toExponential(2).replace(/\.?0*e\+?/u, 'e'));
    return plain(rounded(exact, size < 1_000 ? decimals : 2));
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
  return Math.abs(value) < HUGE && Number(value.toFixed(decimals)) === value;
}

/** The sum of these as it comes out but for rounding: 0 where only rounding is left. */
export function settledSum(sum: number, terms: readonly number[]): number {
  return Math.abs(sum) < 10 ** -TRUE_DIGITS * Math.max(...terms.map(Math.abs)) ? 0 : sum;
}

function plain(text: string): string {
  return text.replace(/^-/u, '−');
}
