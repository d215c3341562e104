import type { Arm } from '../../src/findings/arm.ts';
import type { Experiment, TaskName } from '../../src/training/experiment.ts';
import { final, type History } from '../../src/training/history.ts';
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
    return predictTheMean(this.decayed.experiment.task, seed);
  }
}

export function lost({ divergedAt, dataLoss }: History): boolean {
  return divergedAt !== null || dataLoss.at(-1)! > 1_000 * dataLoss[0]!;
}

export function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  return (values[Math.floor((values.length - 1) / 2)]! + values[Math.ceil((values.length - 1) / 2)]!) / 2;
}

function predictTheMean(task: TaskName, seed: number): number {
  const { training, validation } = taskOf({ task }).draw(seed);
  const targets = [...training.targets.slice(0, training.count)];
  const mean = targets.reduce((sum, y) => sum + y, 0) / targets.length;
  const errors = [...validation.targets.slice(0, validation.count)].map((y) => (y - mean) ** 2);
  const { loss } = taskOf({ task });
  const factor = loss.kind === 'squared' ? loss.factor : Number.NaN;
  return (factor * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
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
