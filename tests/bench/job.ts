import { toExperiment } from '../../src/chat/experiment-options.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { networkOf } from '../../src/training/network.ts';
import { randomStream } from '../../src/training/random.ts';
import { emptySamples, type Samples } from '../../src/training/samples.ts';
import type { Table } from '../../src/training/table.ts';
import { type TaskData, taskOf } from '../../src/training/tasks/index.ts';
import { recordedSteps, startOf } from '../../src/training/train.ts';

/** One run that all contenders train: the same data, the same start, the same records of both losses. */
export interface Job {
  readonly name: string;
  readonly experiment: Experiment;
  readonly start: Float64Array;
  readonly data: Pick<TaskData, 'training' | 'validation'>;
}

export const SEED = 1;

/** The three that the goals are about, and `ridge` as it comes. */
export function jobs(): Job[] {
  const curve = toExperiment({});
  const wide: Experiment = { ...curve, hidden: [64, 64], lr: 0.01, steps: 2_000 };
  const line: Experiment = {
    ...curve,
    task: 'csv',
    table: table(46, 13),
    hidden: [],
    momentum: 0,
    lr: 0.01,
    steps: 5_000,
  };
  return [
    jobOf('MLP 1-64-64-1, 64 points + 256 validation, 2,000 steps', wide, {
      training: wave(64),
      validation: wave(256),
    }),
    jobOf('`curve`, the default: 1-32-32-1, 20 points + 200, 3,000 steps', curve),
    jobOf('linear 12-1, 32 points + 14, 5,000 steps', line),
    jobOf('`ridge`, the default: 20-1, 30 points + 400, 500 steps', toExperiment({ task: 'ridge' })),
  ];
}

function jobOf(name: string, experiment: Experiment, data: Job['data'] = taskOf(experiment).draw(SEED)): Job {
  return { name, experiment, data, start: startOf(experiment, SEED) };
}

function wave(count: number): Samples {
  const { normal } = randomStream(count, 'data');
  const samples = emptySamples(1, count);
  for (let s = 0; s < count; s++) {
    samples.inputs[s] = (2 * s + 1) / count - 1;
    samples.targets[s] = Math.sin(1.5 * Math.PI * samples.inputs[s]!) + 0.3 * normal();
  }
  return samples;
}

/** Of normal numbers, the last column to be predicted. */
function table(rows: number, columns: number): Table {
  const { normal } = randomStream(rows, 'data');
  const values = Float64Array.from({ length: rows * columns }, normal);
  const names = Array.from({ length: columns }, (_, column) => `x${column + 1}`);
  return { name: 'normal.csv', columns: names, rows, values, target: columns - 1, classes: null, classNames: null };
}

/** What torch_train.py and tfjs/train.js read: only what their SGD without a schedule can follow. */
export function lineOf({ experiment, start, data }: Job) {
  const { optimizer, nesterov, schedule, batch, steps, lr, momentum, wd, activation } = experiment;
  const { loss } = taskOf(experiment);
  if (optimizer !== 'sgd' || nesterov || schedule !== 'constant' || batch !== 'all' || loss.kind !== 'squared') {
    throw new TypeError('the other contenders know plain full-batch SGD on squared errors only');
  }
  const layers = networkOf(experiment).layers.map(({ inputs, outputs, weights, biases }) => ({
    weights: Array.from({ length: outputs }, (_, output) => [
      ...start.subarray(weights + output * inputs, weights + (output + 1) * inputs),
    ]),
    biases: biases === null ? null : [...start.subarray(biases, biases + outputs)],
  }));
  return {
    steps,
    lr,
    momentum,
    wd,
    activation,
    loss_factor: loss.factor,
    training: rowsOf(data.training),
    validation: rowsOf(data.validation),
    records: recordedSteps(steps),
    layers,
  };
}

function rowsOf({ count, features, stride, inputs, targets }: Samples) {
  return {
    inputs: Array.from({ length: count }, (_, sample) =>
      Array.from({ length: features }, (_, feature) => inputs[feature * stride + sample]!),
    ),
    targets: [...targets.subarray(0, count)],
  };
}
