import type { Experiment } from './experiment.ts';
import { type History, MAX_POINTS } from './history.ts';
import { createKernel } from './kernel.ts';
import { accuracyOf } from './loss.ts';
import { decayMask, networkOf, startWeights } from './network.ts';
import { createUpdate } from './optimizers.ts';
import { randomStream } from './random.ts';
import { emptySamples, gather, type Samples } from './samples.ts';
import { lrFactor } from './schedules.ts';
import { type TaskData, taskOf } from './tasks/index.ts';

export interface TrainOptions {
  /** How many records to keep, the start and the end among them: MAX_POINTS unless told otherwise. */
  readonly records?: number;
  /** Called now and then with the share of the run done, from 0 to 1; what it throws stops the run. */
  readonly onProgress?: (share: number) => void;
  /** Called with the weights before each update and after the last; the array goes on changing. */
  readonly onWeights?: (step: number, weights: Float64Array) => void;
}

/**
 * Trains one run from its own data and start to the last step, or to the first loss that is not a finite number.
 * @param seed 1 or more; draws the data, the start and the order of the batches.
 */
export function train(experiment: Experiment, seed: number, options: TrainOptions = {}): History {
  const task = taskOf(experiment);
  return trainFrom(experiment, seed, task.draw(seed), startOf(experiment, seed), options);
}

/** The weights that a seed's run starts from. */
export function startOf(experiment: Experiment, seed: number): Float64Array {
  const { startWidth } = taskOf(experiment);
  return startWeights(networkOf(experiment), randomStream(seed, 'start'), startWidth);
}

/** The same from data and a start of one's own. `start` is left as it is. */
export function trainFrom(
  experiment: Experiment,
  seed: number,
  { training, validation }: Pick<TaskData, 'training' | 'validation'>,
  start: Float64Array,
  { records: most = MAX_POINTS, onProgress = () => {}, onWeights = () => {} }: TrainOptions = {},
): History {
  const { lr, wd, schedule, steps } = experiment;
  const network = networkOf(experiment);
  const mostSamples = Math.max(training.count, validation.count);
  const kernel = createKernel(network, mostSamples, taskOf(experiment).loss);
  const decays = decayMask(network, experiment.decayBiases);
  const update = createUpdate(experiment, decays);
  const nextBatch = createBatches(training, experiment.batch, seed);
  kernel.weights.set(start);

  const records = recordedSteps(steps, most);
  const recorded = { steps: [], dataLoss: [], penalty: [], validationLoss: [], weightLength: [] } as {
    [series in 'steps' | 'dataLoss' | 'penalty' | 'validationLoss' | 'weightLength']: number[];
  };
  /** Writes the record down; false, and nothing written, if one of its numbers is not finite. */
  function record(step: number): boolean {
    const dataLoss = kernel.loss(training);
    const validationLoss = kernel.loss(validation);
    const penalty = wd === 0 ? 0 : (wd / 2) * sumOfSquares(kernel.weights, decays);
    const weightLength = Math.sqrt(sumOfSquares(kernel.weights));
    if (![dataLoss, validationLoss, penalty, weightLength].every(Number.isFinite)) return false;
    recorded.steps.push(step);
    recorded.dataLoss.push(dataLoss);
    recorded.penalty.push(penalty);
    recorded.validationLoss.push(validationLoss);
    recorded.weightLength.push(weightLength);
    onProgress(step / steps);
    return true;
  }

  function run(): number | null {
    for (let step = 0, next = 0; step < steps; step++) {
      onWeights(step, kernel.weights);
      if (step === records[next]) {
        if (!record(step)) return step;
        next++;
      }
      const loss = kernel.lossAndGradient(nextBatch());
      if (!Number.isFinite(loss)) return step;
      update(kernel.weights, kernel.gradient, lr * lrFactor(schedule, step, steps));
    }
    onWeights(steps, kernel.weights);
    return record(steps) ? null : steps;
  }

  const divergedAt = run();
  const hasClasses = taskOf(experiment).loss.kind === 'cross-entropy';
  return {
    experiment,
    seed,
    ...recorded,
    firstWeights: start.slice(),
    finalWeights: kernel.weights.slice(),
    divergedAt,
    accuracy: hasClasses && divergedAt === null ? accuracyOf(kernel.predict(validation), validation) : null,
  };
}

/**
 * The steps to record: 0, the last, and up to `most` in all. Their spacing grows with the step, because loss falls
 * fastest at the start.
 */
export function recordedSteps(steps: number, most = MAX_POINTS): number[] {
  const points = Math.min(most, steps + 1);
  const spread = Array.from({ length: points }, (_, index) => Math.round(steps * (index / (points - 1)) ** 2));
  return [...new Set(spread)];
}

/** Gives the samples of each step: all of them, or the next few of an order shuffled anew in every epoch. */
function createBatches(training: Samples, batch: number | 'all', seed: number): () => Samples {
  if (batch === 'all' || batch >= training.count) return () => training;
  const random = randomStream(seed, 'batches');
  const order = Int32Array.from({ length: training.count }, (_, index) => index);
  const full = emptySamples(training.features, batch);
  const rest = training.count % batch;
  // An epoch ends with the samples left over, in a smaller batch, as PyTorch's DataLoader has it.
  const short = rest === 0 ? full : emptySamples(training.features, rest);
  let used = training.count;
  return () => {
    if (used >= training.count) {
      random.shuffle(order);
      used = 0;
    }
    const samples = training.count - used < batch ? short : full;
    gather(training, order.subarray(used, used + samples.count), samples);
    used += samples.count;
    return samples;
  };
}

function sumOfSquares(weights: Float64Array, counted?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (counted === undefined || counted[i] === 1) sum += weights[i]! ** 2;
  return sum;
}
