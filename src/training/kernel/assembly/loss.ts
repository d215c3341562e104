import { sigmoid, softplus } from './exponential';

export const SQUARED = 0;
export const CROSS_ENTROPY = 1;

/** The sum so far of a batch's losses: of its even samples, and of its odd ones. */
let even: f64 = 0;
let odd: f64 = 0;

export function startLoss(): void {
  even = 0;
  odd = 0;
}

/** Adds the losses of these samples, the first of which is an even one. */
export function addLoss(kind: i32, predictions: usize, targets: usize, count: i32): void {
  let sum = f64x2.replace_lane(f64x2.splat(even), 1, odd);
  const whole = <usize>(count & ~1) << 3;
  for (let s: usize = 0; s < whole; s += 16) {
    sum = f64x2.add(sum, lossOf(kind, v128.load(predictions + s), v128.load(targets + s)));
  }
  if (count & 1) {
    const both = lossOf(kind, v128.load(predictions + whole), v128.load(targets + whole));
    sum = f64x2.add(sum, f64x2.replace_lane(both, 1, 0));
  }
  even = f64x2.extract_lane(sum, 0);
  odd = f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function lossOf(kind: i32, z: v128, y: v128): v128 {
  if (kind == CROSS_ENTROPY) return f64x2.sub(softplus(z), f64x2.mul(y, z));
  const error = f64x2.sub(z, y);
  return f64x2.mul(error, error);
}

/** L of the batch: the mean of what was added. */
export function meanLoss(kind: i32, factor: f64, count: i32): f64 {
  const sum = even + odd;
  return (kind == CROSS_ENTROPY ? sum : factor * sum) / <f64>count;
}

/**
 * Writes ∂L/∂z of `count` samples into `into`, and zero for what pads them there.
 * @param all how many samples the batch has, of which these are some.
 */
export function lossGradient(
  kind: i32, factor: f64, predictions: usize, targets: usize, count: i32, all: i32, into: usize, width: usize,
): void {
  const n = f64x2.splat(<f64>all);
  const twice = f64x2.splat(2 * factor);
  for (let s: usize = 0; s < width; s += 16) {
    const z = v128.load(predictions + s);
    const y = v128.load(targets + s);
    const slope = kind == CROSS_ENTROPY ? f64x2.sub(sigmoid(z), y) : f64x2.mul(twice, f64x2.sub(z, y));
    v128.store(into + s, f64x2.div(slope, n));
  }
  const end = <usize>count << 3;
  memory.fill(into + end, 0, width - end);
}
