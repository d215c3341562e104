import { createReferenceKernel } from './backpropagation.ts';
import { createBatches } from './batches.ts';
import type { Descent, DescentPlan } from './kernel.ts';
import { squared } from './loss.ts';
import { decayMask } from './network.ts';
import { createUpdate } from './optimizers.ts';
import { emptySamples, gather, type Samples } from './samples.ts';
import { lrFactor } from './schedules.ts';
import { sumOf } from './sums.ts';
import { WORK_BETWEEN_PAUSES, workOfStep } from './work.ts';

/**
 * Gradient descent as a learner would write it down: a batch, the gradient of its loss, an update. kernel/descent.ts
 * goes the same way in WebAssembly.
 */
export function createReferenceDescent(plan: DescentPlan): Descent {
  const { experiment, network, loss, training, validation, start, seed, onPause } = plan;
  const { lr, schedule, steps } = experiment;
  const kernel = createReferenceKernel(network, Math.max(training.count, validation.count), loss);
  const decays = decayMask(network, experiment.decayBiases);
  const update = createUpdate(experiment, decays);
  const nextBatch = createBatches(training.count, experiment.batch, seed);
  const { weights, gradient } = kernel;
  weights.set(start);
  let step = 0;
  let work = 0;

  function descendTo(end: number): number | null {
    for (; step < end; step++) {
      const batch = samplesOf(nextBatch());
      if (!Number.isFinite(kernel.lossAndGradient(batch))) return step;
      update(weights, gradient, lr * lrFactor(schedule, step, steps));
      work += workOfStep(network, batch.count, batch !== training);
      if (work >= WORK_BETWEEN_PAUSES) {
        work = 0;
        onPause(step + 1);
      }
    }
    return null;
  }

  function samplesOf(numbers: Int32Array | null): Samples {
    if (numbers === null) return training;
    const batch = emptySamples(training.features, numbers.length);
    gather(training, numbers, batch);
    return batch;
  }

  return {
    weights,
    descendTo,
    measure: () => ({
      dataLoss: kernel.loss(training),
      validationLoss: kernel.loss(validation),
      squares: sumOf(network.size, (i) => squared(weights[i]!)),
      decayingSquares: sumOf(network.size, (i) => squared(weights[i]!) * decays[i]!),
    }),
    validationPredictions: () => kernel.predict(validation),
  };
}
