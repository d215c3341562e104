import { addLanes } from './lanes';

/** The rules of ../../optimizers.ts, two weights at a time. */

const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

let isAdam: bool = false;
let throughGradient: bool = false;
let nesterov: bool = false;
let momentum: f64 = 0;
let wd: f64 = 0;
/** Bytes of all weights, an even number of them. */
let size: usize = 0;
let weights: usize = 0;
let gradient: usize = 0;
let decays: usize = 0;
/** Velocity of sgd, m of adam. */
let mean: usize = 0;
/** v of adam. */
let square: usize = 0;

export function setOptimizer(
  adam: bool, l2: bool, nesterovToo: bool, mu: f64, decay: f64,
  sizeInBytes: usize, weightsAt: usize, gradientAt: usize, decaysAt: usize, meanAt: usize, squareAt: usize,
): void {
  isAdam = adam;
  throughGradient = l2;
  nesterov = nesterovToo;
  momentum = mu;
  wd = decay;
  size = sizeInBytes;
  weights = weightsAt;
  gradient = gradientAt;
  decays = decaysAt;
  mean = meanAt;
  square = squareAt;
}

/**
 * One update of all weights.
 * @param stepSize lr over the mean's correction, and root √(1 − β₂ᵗ): adam's alone.
 */
export function update(lr: f64, stepSize: f64, root: f64): void {
  const decaying = wd != 0;
  const shrunk = f64x2.splat(1 - lr * wd);
  const pull = f64x2.splat(wd);
  const one = f64x2.splat(1);
  const rate = f64x2.splat(lr);
  const mu = f64x2.splat(momentum);
  const meanStep = f64x2.splat(stepSize);
  const correction = f64x2.splat(root);
  for (let i: usize = 0; i < size; i += 16) {
    let w = v128.load(weights + i);
    let g = v128.load(gradient + i);
    if (decaying) {
      const decay = v128.load(decays + i);
      if (throughGradient) g = f64x2.add(g, f64x2.mul(f64x2.mul(pull, decay), w));
      else w = f64x2.mul(w, v128.bitselect(shrunk, one, f64x2.eq(decay, one)));
    }
    const descent = isAdam ? adam(i, g, meanStep, correction) : f64x2.mul(rate, sgd(i, g, mu));
    v128.store(weights + i, f64x2.sub(w, descent));
  }
}

/** How far down, per lr. */
// @ts-ignore: decorator
@inline
function sgd(i: usize, g: v128, mu: v128): v128 {
  if (momentum == 0) return g;
  const v = f64x2.add(f64x2.mul(mu, v128.load(mean + i)), g);
  v128.store(mean + i, v);
  return nesterov ? f64x2.add(g, f64x2.mul(mu, v)) : v;
}

/** How far down. */
// @ts-ignore: decorator
@inline
function adam(i: usize, g: v128, meanStep: v128, correction: v128): v128 {
  const m = f64x2.add(
    f64x2.mul(f64x2.splat(BETA1), v128.load(mean + i)),
    f64x2.mul(f64x2.splat(1 - BETA1), g),
  );
  const v = f64x2.add(
    f64x2.mul(f64x2.splat(BETA2), v128.load(square + i)),
    f64x2.mul(f64x2.mul(f64x2.splat(1 - BETA2), g), g),
  );
  v128.store(mean + i, m);
  v128.store(square + i, v);
  const scale = f64x2.add(f64x2.div(f64x2.sqrt(v), correction), f64x2.splat(EPSILON));
  return f64x2.div(f64x2.mul(meanStep, m), scale);
}

/** Σw², of the decaying ones alone if so asked. */
export function squaredLength(decayingOnly: bool): f64 {
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < size; i += 16) {
    const w = v128.load(weights + i);
    const squared = f64x2.mul(w, w);
    sum = f64x2.add(sum, decayingOnly ? f64x2.mul(squared, v128.load(decays + i)) : squared);
  }
  return addLanes(sum);
}
