/*
 * ../../exponential.ts and ../../tanh.ts for two numbers at once: the same operations in the same order, and so the
 * same bits. Constants lie in memory, for V8 builds a v128 constant anew at each use.
 */

const LOG2_E: usize = 0;
const LN2_HIGH: usize = 8;
const LN2_LOW: usize = 16;
const LN2: usize = 24;
const ONE: usize = 32;
const TWO: usize = 40;
const HALF: usize = 48;
/** 2⁵² + 1023: added to a whole number k, the sum's low bits are the exponent of 2ᵏ. */
const EXPONENT: usize = 56;
/** From 22 on tanh is 1 to the last bit. */
const SATURATED: usize = 64;
/** e⁻⁷⁰⁸ is the smallest power that is a normal number still. */
const VANISHED: usize = 72;
const SQRT2_LESS_1: usize = 80;
/** Of h² and h⁴ in O. */
const ODD1: usize = 88;
const ODD2: usize = 96;
/** Of h², h⁴ and h⁶ in E. */
const EVEN1: usize = 104;
const EVEN2: usize = 112;
const EVEN3: usize = 120;
/** 2·log₂ e and the halves of ln 2's two parts: with them tanh spares itself doubling and halving. */
const TWICE_LOG2_E: usize = 128;
const HALF_LN2_HIGH: usize = 136;
const HALF_LN2_LOW: usize = 144;
/** 1/3, 1/5, … 1/21. */
const RECIPROCALS: usize = 152;

const CONSTANTS = memory.data<f64>([
  1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10, 0.6931471805599453, 1, 2, 0.5, 4503599627371519,
  22, 708, 0.41421356237309515,
  4.0 / 33, 1.0 / 495, 5.0 / 11, 2.0 / 99, 1.0 / 10395,
  2.8853900817779268, 0.3465735901845619, 9.541074646352939e-11,
  1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21,
], 16);

// @ts-ignore: decorator
@inline
function constant(at: usize): v128 {
  return v128.load_splat<f64>(CONSTANTS + at);
}

/** 1/(2n + 1). */
// @ts-ignore: decorator
@inline
function reciprocal(n: usize): v128 {
  return constant(RECIPROCALS + 8 * (n - 1));
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

// @ts-ignore: decorator
@inline
function oddPart(h: v128, h2: v128): v128 {
  const inner = f64x2.add(constant(ODD1), f64x2.mul(h2, constant(ODD2)));
  return f64x2.mul(h, f64x2.add(constant(ONE), f64x2.mul(h2, inner)));
}

// @ts-ignore: decorator
@inline
function evenPart(h2: v128): v128 {
  let sum = f64x2.add(constant(EVEN2), f64x2.mul(h2, constant(EVEN3)));
  sum = f64x2.add(constant(EVEN1), f64x2.mul(h2, sum));
  return f64x2.add(constant(ONE), f64x2.mul(h2, sum));
}

// @ts-ignore: decorator
@inline
export function tanh(v: v128): v128 {
  const size = f64x2.abs(v);
  const clamped = f64x2.pmin(size, constant(SATURATED));
  const k = f64x2.floor(f64x2.add(f64x2.mul(clamped, constant(TWICE_LOG2_E)), constant(HALF)));
  const reduced = f64x2.sub(clamped, f64x2.mul(k, constant(HALF_LN2_HIGH)));
  const h = f64x2.sub(reduced, f64x2.mul(k, constant(HALF_LN2_LOW)));
  const h2 = f64x2.mul(h, h);
  const odd = oddPart(h, h2);
  const even = evenPart(h2);
  const power = powerOfTwo(k);
  const less = f64x2.sub(power, constant(ONE));
  const more = f64x2.add(power, constant(ONE));
  const result = f64x2.div(
    f64x2.add(f64x2.mul(less, even), f64x2.mul(more, odd)),
    f64x2.add(f64x2.mul(more, even), f64x2.mul(less, odd)),
  );
  return v128.or(result, v128.xor(v, size));
}

/** e⁻ˣ for x of 0 or more. */
// @ts-ignore: decorator
@inline
function expOfMinus(x: v128): v128 {
  const clamped = f64x2.pmin(x, constant(VANISHED));
  const k = wholes(clamped);
  const h = f64x2.neg(f64x2.mul(constant(HALF), remainder(clamped, k)));
  const h2 = f64x2.mul(h, h);
  const odd = oddPart(h, h2);
  const even = evenPart(h2);
  return f64x2.div(f64x2.mul(powerOfTwo(f64x2.neg(k)), f64x2.add(even, odd)), f64x2.sub(even, odd));
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
  let sum = reciprocal(10);
  sum = f64x2.add(reciprocal(9), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(8), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(7), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(6), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(5), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(4), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(3), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(2), f64x2.mul(s2, sum));
  sum = f64x2.add(reciprocal(1), f64x2.mul(s2, sum));
  const log = f64x2.mul(f64x2.mul(constant(TWO), s), f64x2.add(constant(ONE), f64x2.mul(s2, sum)));
  return f64x2.add(v128.and(halved, constant(LN2)), log);
}
