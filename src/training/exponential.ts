/*
 * eˣ and what is made of it, in plain arithmetic: the same bits on every machine and in every language, WebAssembly
 * among them (kernel/assembly/exponential.ts), and faster than Math's own.
 *
 * x = k·ln 2 + r with k whole and |r| ≤ ln 2 / 2, so that eˣ = 2ᵏ·eʳ; and eʳ = (E + O)/(E − O), where O/E is Lambert's
 * continued fraction of tanh r/2, cut off where |r| ≤ ln 2 / 2 leaves less than 2⁻⁶⁰ of it.
 */

// ln 2 in two parts: the first has its low bits zero, so that k times it is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LEAST_EXPONENT = -1022;
const POWERS_OF_TWO = Float64Array.from({ length: 2046 }, (_, index) => 2 ** (LEAST_EXPONENT + index));
/** e⁻⁷⁰⁸ is the smallest power that is a normal number still: nothing told apart lies below it. */
const VANISHED = 708;

/** k, the nearest whole number to x / ln 2. */
export function wholes(x: number): number {
  return Math.floor(x * Math.LOG2E + 0.5);
}

/** r = x − k·ln 2. */
export function remainder(x: number, k: number): number {
  return x - k * LN2_HIGH - k * LN2_LOW;
}

/** 2ᵏ of a whole number from −1022 to 1023. */
export function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k - LEAST_EXPONENT]!;
}

/** O of tanh h = O/E, given h and h², for |h| up to ln 2 / 4. */
export function oddPart(h: number, h2: number): number {
  return h * (1 + h2 * (4 / 33 + h2 * (1 / 495)));
}

/** E of tanh h = O/E, given h², for |h| up to ln 2 / 4. */
export function evenPart(h2: number): number {
  return 1 + h2 * (5 / 11 + h2 * (2 / 99 + h2 * (1 / 10_395)));
}

/** σ(z) = 1/(1 + e⁻ᶻ): the probability of class 1. For negative z as eᶻ/(1 + eᶻ), whose digits hold near 0. */
export function sigmoid(z: number): number {
  const e = expOfMinus(Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

/** ln(1 + eᶻ), without overflow. */
export function softplus(z: number): number {
  return Math.max(z, 0) + log1p(expOfMinus(Math.abs(z)));
}

/** e⁻ˣ for x of 0 or more. */
function expOfMinus(x: number): number {
  const clamped = Math.min(x, VANISHED);
  const k = wholes(clamped);
  const h = -0.5 * remainder(clamped, k);
  const odd = oddPart(h, h * h);
  const even = evenPart(h * h);
  return (powerOfTwo(-k) * (even + odd)) / (even - odd);
}

/**
 * ln(1 + e) for e from 0 to 1, by ln((1 + s)/(1 − s)) = 2(s + s³/3 + s⁵/5 + …) with 1 + f = (1 + s)/(1 − s). Beyond
 * √2 the number is halved first and ln 2 added: the series then needs ten terms.
 */
function log1p(e: number): number {
  const halved = e > Math.SQRT2 - 1;
  const f = halved ? (e - 1) * 0.5 : e;
  const s = f / (2 + f);
  const s2 = s * s;
  let sum = 1 / 21;
  for (let odd = 19; odd >= 3; odd -= 2) sum = 1 / odd + s2 * sum;
  return (halved ? Math.LN2 : 0) + 2 * s * (1 + s2 * sum);
}
