import type { Arm } from '../../src/findings/arm.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { final, type History } from '../../src/training/history.ts';
import { createKernel } from '../../src/training/kernel.ts';
import { networkOf } from '../../src/training/network.ts';
import { taskOf } from '../../src/training/tasks/index.ts';

/** What the sentences may be about, worked out from the runs alone. */
export class Facts {
  readonly without: Arm;
  readonly decayed: Arm;
  readonly all: readonly Arm[];
  readonly pairs: readonly (readonly [History, History])[];

  constructor(without: Arm, decayed: Arm, all: readonly Arm[]) {
    this.without = without;
    this.decayed = decayed;
    this.all = all;
    this.pairs = without.histories
      .map((history, index) => [history, decayed.histories[index]!] as const)
      .filter((pair) => pair.every((history) => !lost(history)));
  }

  /** Median at the end over the seeds that finished both ways; side 0 is without decay, 1 with. */
  end(side: 0 | 1, series: 'dataLoss' | 'validationLoss' | 'weightLength'): number {
    return middle(this.pairs.map((pair) => final(pair[side][series])));
  }

  get ratios(): number[] {
    return this.pairs.map(([a, b]) => final(b.validationLoss) / final(a.validationLoss));
  }

  get meanBaseline(): number {
    return middle(Array.from({ length: this.decayed.experiment.seeds }, (_, index) => this.meanOf(index + 1)));
  }

  /** Validation loss of predicting the mean, of one seed's data. */
  meanOf(seed: number): number {
    return predictTheMean(this.decayed.experiment, seed);
  }
}

export function lost({ divergedAt, dataLoss }: History): boolean {
  return divergedAt !== null || dataLoss.at(-1)! > 1_000 * dataLoss[0]!;
}

export function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  return (values[Math.floor((values.length - 1) / 2)]! + values[Math.ceil((values.length - 1) / 2)]!) / 2;
}

function predictTheMean(experiment: Experiment, seed: number): number {
  const { training, validation } = taskOf(experiment).draw(seed);
  const targets = [...training.targets.slice(0, training.count)];
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const { loss } = taskOf(experiment);
  const errors = [...validation.targets.slice(0, validation.count)].map((y) => {
    if (loss.kind === 'cross-entropy') return -Math.log(y === 1 ? mean : 1 - mean);
    return loss.factor * (y - mean) ** 2;
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** The share of a run's validation samples whose class its final weights name rightly. */
export function accuracyOf(history: History): number {
  const { experiment, seed, finalWeights } = history;
  const { validation } = taskOf(experiment).draw(seed);
  const kernel = createKernel(networkOf(experiment), validation.count, taskOf(experiment).loss);
  kernel.weights.set(finalWeights);
  const logits = kernel.predict(validation);
  const right = [...validation.targets.slice(0, validation.count)].filter((y, s) => (y === 1) === logits[s]! > 0);
  return right.length / validation.count;
}

/** Share of validation samples in the class that more training samples are of: class 1 where they are as many. */
export function commonerClass(experiment: Experiment, seed: number): number {
  const { training, validation } = taskOf(experiment).draw(seed);
  const ones = (targets: ArrayLike<number>, count: number) =>
    Array.from(targets).slice(0, count).filter(Boolean).length;
  const commoner = 2 * ones(training.targets, training.count) >= training.count ? 1 : 0;
  const share = ones(validation.targets, validation.count) / validation.count;
  return commoner === 1 ? share : 1 - share;
}

/** The share of itself that a weight loses a step, once settled, when nothing but decay moves it. */
export function settledShrink({ momentum, nesterov, lr, wd }: Experiment): number {
  let [weight, before, velocity] = [1, 1, 0];
  for (let step = 0; step < 3_000 && weight > 1e-200; step++) {
    before = weight;
    velocity = momentum * velocity + wd * weight;
    weight -= lr * (nesterov ? wd * weight + momentum * velocity : velocity);
  }
  return 1 - weight / before;
}

/** How much of the validation samples the function behind them names rightly: the same of each seed. */
export function trueAccuracy(experiment: Experiment): number {
  const { validation, truth } = taskOf(experiment).draw(1);
  const { count, features, stride, inputs, targets } = validation;
  const right = Array.from({ length: count }, (_, sample) => {
    const x = Array.from({ length: features }, (_, feature) => inputs[feature * stride + sample]!);
    return truth!(x) > 0 === (targets[sample] === 1);
  });
  return right.filter(Boolean).length / count;
}
