import type { Experiment } from './experiment.ts';
import { type History, MAX_POINTS } from './history.ts';
import { createDescent, type Engine } from './kernel.ts';
import { accuracyOf } from './loss.ts';
import { networkOf, startWeights } from './network.ts';
import { randomStream } from './random.ts';
import { type TaskData, taskOf } from './tasks/index.ts';

export interface TrainOptions {
  /** How many records to keep, the start and the end among them: MAX_POINTS unless told otherwise. */
  readonly records?: number;
  /**
   * Called at every record, and after every few milliseconds of work, with the share of the run done, from 0 to 1;
   * what it throws stops the run.
   */
  readonly onProgress?: (share: number) => void;
  /** Called with the weights before each update and after the last; the array goes on changing. */
  readonly onWeights?: (step: number, weights: Float64Array) => void;
  /** Who does the arithmetic, to the same bits: the fastest there is, unless told otherwise. */
  readonly engine?: Engine;
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
  { records: most = MAX_POINTS, onProgress = () => {}, onWeights, engine }: TrainOptions = {},
): History {
  const { wd, steps } = experiment;
  const { loss } = taskOf(experiment);
  const network = networkOf(experiment);
  const onPause = (step: number) => onProgress(step / steps);
  const descent = createDescent({ experiment, network, loss, training, validation, start, seed, onPause }, engine);

  const records = recordedSteps(steps, most);
  const recorded = { steps: [], dataLoss: [], penalty: [], validationLoss: [], weightLength: [] } as {
    [series in 'steps' | 'dataLoss' | 'penalty' | 'validationLoss' | 'weightLength']: number[];
  };
  /** Writes the record down; false, and nothing written, if one of its numbers is not finite. */
  function record(step: number): boolean {
    const { dataLoss, validationLoss, squares, decayingSquares } = descent.measure();
    const penalty = wd === 0 ? 0 : (wd / 2) * decayingSquares;
    const weightLength = Math.sqrt(squares);
    if (![dataLoss, validationLoss, penalty, weightLength].every(Number.isFinite)) return false;
    recorded.steps.push(step);
    recorded.dataLoss.push(dataLoss);
    recorded.penalty.push(penalty);
    recorded.validationLoss.push(validationLoss);
    recorded.weightLength.push(weightLength);
    onProgress(step / steps);
    return true;
  }

  /** The first step whose loss was not a finite number, or null. */
  function run(): number | null {
    for (const recordAt of records) {
      const diverged = descendTo(recordAt);
      if (diverged !== null) return diverged;
      if (!record(recordAt)) return recordAt;
    }
    return null;
  }

  function descendTo(step: number): number | null {
    if (onWeights === undefined) return descent.descendTo(step);
    for (; seen < step; seen++) {
      onWeights(seen, descent.weights);
      const diverged = descent.descendTo(seen + 1);
      if (diverged !== null) return diverged;
    }
    if (step === steps) onWeights(steps, descent.weights);
    return null;
  }
  let seen = 0;

  const divergedAt = run();
  return {
    experiment,
    seed,
    ...recorded,
    firstWeights: start.slice(),
    finalWeights: descent.weights.slice(),
    divergedAt,
    accuracy:
      loss.kind === 'cross-entropy' && divergedAt === null
        ? accuracyOf(descent.validationPredictions(), validation)
        : null,
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
