import { decaysThroughGradient, type Experiment } from './experiment.ts';

/** One update of all weights, in place. `lr` is this step's, after the schedule. */
export type Update = (weights: Float64Array, gradient: Float64Array, lr: number) => void;

type Settings = Pick<Experiment, 'optimizer' | 'momentum' | 'nesterov' | 'wd'>;

export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const EPSILON = 1e-8;

/**
 * The update rule of an optimizer, each in PyTorch's order of operations, with its state.
 *
 * - sgd:   g += wd·w;  v = μ·v + g (first step v = g);  nesterov: g += μ·v, else g = v;  w −= lr·g
 * - sgdw:  w *= 1 − lr·wd, then sgd without the first line (decoupled; not in torch.optim)
 * - adam:  g += wd·w;  m, v with bias correction;  w −= lr·m̂/(√v̂ + ε)
 * - adamw: w *= 1 − lr·wd, then adam without the first line
 *
 * L2 (sgd, adam) goes through the gradient and so through momentum and Adam's division by √v; decoupled decay
 * (sgdw, adamw) does not. arXiv 1711.05101, algorithms 1 and 2, with lr in front of the decay as PyTorch has it.
 * @param decays 1 for each parameter that decays, 0 for those spared.
 */
export function createUpdate(settings: Settings, decays: Float64Array): Update {
  const { optimizer, wd } = settings;
  const throughGradient = decaysThroughGradient(optimizer);
  const isAdam = optimizer === 'adam' || optimizer === 'adamw';
  const descend = isAdam ? adam(decays.length) : sgd(decays.length, settings);
  return (weights, gradient, lr) => {
    if (wd !== 0) {
      if (throughGradient) addL2(gradient, weights, decays, wd);
      else shrink(weights, decays, 1 - lr * wd);
    }
    descend(weights, gradient, lr);
  };
}

/** g += wd·w: the penalty (wd/2)·Σw² differentiated, weight by weight. */
function addL2(gradient: Float64Array, weights: Float64Array, decays: Float64Array, wd: number) {
  for (let i = 0; i < weights.length; i++) gradient[i]! += wd * decays[i]! * weights[i]!;
}

function shrink(weights: Float64Array, decays: Float64Array, factor: number) {
  for (let i = 0; i < weights.length; i++) if (decays[i] === 1) weights[i]! *= factor;
}

function sgd(size: number, { momentum, nesterov }: Settings): Update {
  if (momentum === 0) {
    return (weights, gradient, lr) => {
      for (let i = 0; i < size; i++) weights[i]! -= lr * gradient[i]!;
    };
  }
  // Starting from v = 0, the first v = μ·0 + g is g, as PyTorch's first step has it.
  const velocity = new Float64Array(size);
  return (weights, gradient, lr) => {
    for (let i = 0; i < size; i++) {
      const v = momentum * velocity[i]! + gradient[i]!;
      velocity[i] = v;
      weights[i]! -= lr * (nesterov ? gradient[i]! + momentum * v : v);
    }
  };
}

function adam(size: number): Update {
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  let step = 0;
  return (weights, gradient, lr) => {
    step++;
    const meanCorrection = 1 - BETA1 ** step;
    const rootCorrection = Math.sqrt(1 - BETA2 ** step);
    const stepSize = lr / meanCorrection;
    for (let i = 0; i < size; i++) {
      const g = gradient[i]!;
      const m = BETA1 * mean[i]! + (1 - BETA1) * g;
      const v = BETA2 * square[i]! + (1 - BETA2) * g * g;
      mean[i] = m;
      square[i] = v;
      weights[i]! -= (stepSize * m) / (Math.sqrt(v) / rootCorrection + EPSILON);
    }
  };
}
