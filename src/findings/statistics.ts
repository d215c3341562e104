/** The middle value; of an even count, the mean of the two middle ones. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}

/** The two-sided 95 % points of Student's t for 1, 2, … 19 degrees of freedom. */
const STUDENT_95 = [
  12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389,
  2.2009852, 2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156, 2.100922, 2.0930241,
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
