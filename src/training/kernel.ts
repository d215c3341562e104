import { createReferenceKernel } from './backpropagation.ts';
import { createReferenceDescent } from './descent.ts';
import type { Experiment } from './experiment.ts';
import { createWasmDescent } from './kernel/descent.ts';
import { createWasmKernel } from './kernel/kernel.ts';
import { hasWasm } from './kernel/machine.ts';
import type { Loss } from './loss.ts';
import type { Network } from './network.ts';
import type { Samples } from './samples.ts';

/*
 * The hot path of training, and the seam between its two engines: WebAssembly (kernel/), and the same in TypeScript
 * (backpropagation.ts, descent.ts, optimizers.ts), which is there to be read, to be held against, and for machines whose
 * WebAssembly has no SIMD. Both give the same bits.
 */

export type Engine = 'wasm' | 'reference';

/** One network's forward and backward pass. */
export interface Kernel {
  /** All parameters, in the network's order. */
  readonly weights: Float64Array;
  /** ∂L/∂w for each of them, as the last lossAndGradient left it. */
  readonly gradient: Float64Array;
  /** Data loss of the weights on these samples. */
  loss(samples: Samples): number;
  /** The same, and the gradient of it. */
  lossAndGradient(samples: Samples): number;
  /** What the network says for each sample; the array is used again by the next call. */
  predict(samples: Samples): Float64Array;
}

/** One run's way down: its weights, and the updates that move them. */
export interface Descent {
  /** As the last update left them. */
  readonly weights: Float64Array;
  /**
   * Makes updates until there are so many in all.
   * @returns null, or the first step whose loss was not a finite number: no update is made there.
   */
  descendTo(step: number): number | null;
  /** Of the weights as they are. */
  measure(): Measures;
  /** What the network says for each sample validated on. */
  validationPredictions(): Float64Array;
}

export interface Measures {
  readonly dataLoss: number;
  readonly validationLoss: number;
  /** Σw² over all parameters. */
  readonly squares: number;
  /** Σw² over those that decay. */
  readonly decayingSquares: number;
}

export interface DescentPlan {
  readonly experiment: Experiment;
  readonly network: Network;
  readonly loss: Loss;
  readonly training: Samples;
  readonly validation: Samples;
  readonly start: Float64Array;
  /** Draws the order of the batches. */
  readonly seed: number;
  /** Called with the updates made so far, after every few milliseconds of work; what it throws ends the work. */
  readonly onPause: (step: number) => void;
}

/** @param mostSamples the largest batch it will be given. */
export function createKernel(network: Network, mostSamples: number, loss: Loss, engine = fastest()): Kernel {
  return (engine === 'wasm' ? createWasmKernel : createReferenceKernel)(network, mostSamples, loss);
}

export function createDescent(plan: DescentPlan, engine = fastest()): Descent {
  return (engine === 'wasm' ? createWasmDescent : createReferenceDescent)(plan);
}

function fastest(): Engine {
  return hasWasm ? 'wasm' : 'reference';
}
