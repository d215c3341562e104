import type { Curve, Fit, TrainChart } from '../../src/charts/spec.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { createKernel } from '../../src/training/kernel.ts';
import { networkOf } from '../../src/training/network.ts';
import { emptySamples } from '../../src/training/samples.ts';
import { tasks } from '../../src/training/tasks/index.ts';
import { train } from '../../src/training/train.ts';
import { chartOf } from './made-up.ts';

export const CURVE: Experiment = {
  task: 'curve',
  hidden: [32, 32],
  activation: 'tanh',
  optimizer: 'sgd',
  momentum: 0.9,
  nesterov: false,
  lr: 0.05,
  wd: 0.01,
  decayBiases: true,
  schedule: 'constant',
  batch: 'all',
  steps: 3000,
  seeds: 5,
};

export const RIDGE: Experiment = { ...CURVE, task: 'ridge', hidden: [], momentum: 0, lr: 0.1, wd: 0.667, steps: 500 };

/** A chart of runs trained for real: each wd over the experiment's seeds. */
export function trained(experiment: Experiment, wds: readonly number[], rest: Partial<TrainChart> = {}): TrainChart {
  const arms = wds.map((wd) => ({
    label: wd === 0 ? 'no decay' : `wd ${wd}`,
    wd,
    histories: Array.from({ length: experiment.seeds }, (_, i) => train({ ...experiment, wd }, i + 1)),
  }));
  const { features, noiseFloor } = tasks[experiment.task];
  return chartOf(arms, {
    noiseFloor,
    meanBaseline: null,
    fit:
      features === 1
        ? fitOf(
            experiment,
            arms.map(({ histories }) => histories[0]!.finalWeights),
          )
        : null,
    ...rest,
  });
}

function fitOf(experiment: Experiment, learnt: readonly Float64Array[]): Fit {
  const { training, truth } = tasks[experiment.task].draw(1);
  const x = Array.from({ length: 201 }, (_, i) => -1 + i / 100);
  const samples = emptySamples(1, x.length);
  samples.inputs.set(x);
  const points: Curve = {
    x: [...training.inputs.slice(0, training.count)],
    y: [...training.targets.slice(0, training.count)],
  };
  const kernel = createKernel(networkOf(experiment), x.length, 1);
  return {
    seed: 1,
    points,
    truth: { x, y: x.map((v) => truth([v])) },
    learnt: learnt.map((weights) => {
      kernel.weights.set(weights);
      const y = [...kernel.predict(samples).slice(0, x.length)];
      return y.every(Number.isFinite) ? { x, y } : null;
    }),
  };
}
