/*
 * ../../exponential.ts and ../../tanh.ts for two numbers at once: the same operations in the same order, and so the
 * same bits. Constants lie in memory, for V8 builds a v128 constant anew at each use.
 */

const LOG2_E: usize = 0;
const LN2_HIGH: usize = 8;
const LN2_LOW: usize = 16;
const HALF: usize = 24;
const ONE: usize = 32;
const TWO: usize = 40;
/** 2⁵² + 1023: added to a whole number k, the sum's low bits are the exponent of 2ᵏ. */
const EXPONENT: usize = 48;
/** From 22 on tanh is 1 to the last bit. */
const SATURATED: usize = 56;
/** e⁻⁷⁰⁸ is the smallest power that is a normal number still. */
const VANISHED: usize = 64;
const LN2: usize = 72;
const SQRT2_LESS_1: usize = 80;
/** 1/2!, 1/3!, … 1/13!. */
const FACTORIALS: usize = 88;
/** 1/3, 1/5, … 1/21. */
const ODDS: usize = FACTORIALS + 12 * 8;

// prettier-ignore
const CONSTANTS = memory.data<f64>([
  1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10, 0.5, 1, 2, 4503599627371519, 22, 708,
  0.6931471805599453, 0.41421356237309515,
  1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800,
  1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
  1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21,
], 16);

// @ts-ignore: decorator
@inline
function constant(at: usize): v128 {
  return v128.load_splat<f64>(CONSTANTS + at);
}

// @ts-ignore: decorator
@inline
function factorial(n: usize): v128 {
  return constant(FACTORIALS + 8 * (n - 2));
}

/** 1/(2n + 1). */
// @ts-ignore: decorator
@inline
function odd(n: usize): v128 {
  return constant(ODDS + 8 * (n - 1));
}

/** k, the nearest whole number to x / ln 2. */
// @ts-ignore: decorator
@inline
function wholes(x: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.mul(x, constant(LOG2_E)), constant(HALF)));
}

/** x − k·ln 2. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, k: v128): v128 {
  return f64x2.sub(f64x2.sub(x, f64x2.mul(k, constant(LN2_HIGH))), f64x2.mul(k, constant(LN2_LOW)));
}

/** 2ᵏ of a whole number from −1022 to 1023. */
// @ts-ignore: decorator
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.shl(f64x2.add(k, constant(EXPONENT)), 52);
}

/** eʳ − 1 for |r| up to ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1Near0(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const low = f64x2.add(pair(2, r), f64x2.mul(r2, pair(4, r)));
  const middle = f64x2.add(pair(6, r), f64x2.mul(r2, pair(8, r)));
  const high = f64x2.add(pair(10, r), f64x2.mul(r2, pair(12, r)));
  const rest = f64x2.add(low, f64x2.mul(r4, f64x2.add(middle, f64x2.mul(r4, high))));
  return f64x2.add(r, f64x2.mul(r2, rest));
}

/** 1/n! + r/(n + 1)!. */
// @ts-ignore: decorator
@inline
function pair(n: usize, r: v128): v128 {
  return f64x2.add(factorial(n), f64x2.mul(r, factorial(n + 1)));
}

// @ts-ignore: decorator
@inline
export function tanh(v: v128): v128 {
  const size = f64x2.abs(v);
  const double = f64x2.mul(constant(TWO), f64x2.pmin(size, constant(SATURATED)));
  const k = wholes(double);
  const q = expm1Near0(remainder(double, k));
  const power = powerOfTwo(k);
  const expm1 = f64x2.add(f64x2.mul(power, q), f64x2.sub(power, constant(ONE)));
  const result = f64x2.div(expm1, f64x2.add(expm1, constant(TWO)));
  return v128.or(result, v128.xor(v, size));
}

/** e⁻ˣ for x of 0 or more. */
// @ts-ignore: decorator
@inline
function expOfMinus(x: v128): v128 {
  const clamped = f64x2.pmin(x, constant(VANISHED));
  const k = wholes(clamped);
  const q = expm1Near0(f64x2.neg(remainder(clamped, k)));
  return f64x2.mul(powerOfTwo(f64x2.neg(k)), f64x2.add(constant(ONE), q));
}

/** σ(z) = 1/(1 + e⁻ᶻ). */
// @ts-ignore: decorator
@inline
export function sigmoid(z: v128): v128 {
  const e = expOfMinus(f64x2.abs(z));
  const top = v128.bitselect(e, constant(ONE), f64x2.lt(z, f64x2.splat(0)));
  return f64x2.div(top, f64x2.add(constant(ONE), e));
}

/** ln(1 + eᶻ). */
// @ts-ignore: decorator
@inline
export function softplus(z: v128): v128 {
  const zero = f64x2.splat(0);
  return f64x2.add(f64x2.pmax(z, zero), log1p(expOfMinus(f64x2.abs(z))));
}

/** ln(1 + e) for e from 0 to 1. */
// @ts-ignore: decorator
@inline
function log1p(e: v128): v128 {
  const halved = f64x2.gt(e, constant(SQRT2_LESS_1));
  const f = v128.bitselect(f64x2.mul(f64x2.sub(e, constant(ONE)), constant(HALF)), e, halved);
  const s = f64x2.div(f, f64x2.add(constant(TWO), f));
  const s2 = f64x2.mul(s, s);
  let sum = odd(10);
  sum = f64x2.add(odd(9), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(8), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(7), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(6), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(5), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(4), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(3), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(2), f64x2.mul(s2, sum));
  sum = f64x2.add(odd(1), f64x2.mul(s2, sum));
  const log = f64x2.mul(f64x2.mul(constant(TWO), s), f64x2.add(constant(ONE), f64x2.mul(s2, sum)));
  return f64x2.add(v128.and(halved, constant(LN2)), log);
}
