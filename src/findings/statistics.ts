/** The middle value; of an even count, the mean of the two middle ones. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

/** The two-sided 95 % points of Student's t for 1, 2, … 19 degrees of freedom. */
const STUDENT_95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093,
];

/** How sure differences over paired seeds are. */
export interface Agreement {
  /** Of the differences, how many have the sign of their median. */
  readonly count: number;
  readonly of: number;
  /** Whether the differences stand clear of their own spread, so that a direction may be claimed. */
  readonly clear: boolean;
}

/**
 * Whether paired differences agree on a direction. Clear is: at least four in five have one sign, and that many would
 * come up by chance in at most 1 of 16 tries (5 of 5, 9 of 10); or, of three or more, all have one sign and the 95 %
 * interval of their mean leaves out zero. The sign test stands first because one wild seed cannot sway it.
 */
export function agreement(differences: readonly number[]): Agreement {
  const of = differences.length;
  const sign = Math.sign(median(differences));
  const count = differences.filter((difference) => Math.sign(difference) === sign && sign !== 0).length;
  const bySigns = count >= 0.8 * of && signTest(count, of) <= 1 / 16;
  const byMean = count === of && of >= 3 && zeroIsOutside(differences);
  return { count, of, clear: bySigns || byMean };
}

/** The chance that so many or more of n fair coins fall on one side, whichever side. */
function signTest(count: number, of: number): number {
  let ways = 0;
  for (let heads = count; heads <= of; heads++) ways += choose(of, heads);
  return Math.min(1, (2 * ways) / 2 ** of);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

function zeroIsOutside(values: readonly number[]): boolean {
  const { low, high } = meanInterval(values);
  return low > 0 || high < 0;
}

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The 95 % interval of the mean of 2 to 20 values, mean ± t·s/√n: Student's, for values spread about normally. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const t = STUDENT_95[Math.min(n - 1, STUDENT_95.length) - 1]!;
  const half = t * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
