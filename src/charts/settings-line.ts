import { count, setting, share } from '../findings/figures.ts';
import { seeds } from '../findings/wording.ts';
import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';

const OPTIMIZER_NAMES = { sgd: 'SGD', sgdw: 'SGDW', adam: 'Adam with L2', adamw: 'AdamW' } as const;

/** The settings that the arms share, and their wds: `lr 0.05 · wd 0.01 · SGD, momentum 0.9 · …`. */
export function settingsLine(experiments: readonly Experiment[]): string {
  const shared = experiments[0]!;
  const wds = experiments.map(({ wd }) => wd).filter((wd) => wd > 0);
  const { schedule, decayBiases } = shared;
  return [
    `lr ${setting(shared.lr)}${schedule === 'constant' ? '' : ` (${schedule})`}`,
    wds.length === 0 ? 'no decay' : `wd ${wds.map(setting).join(', ')}${decayBiases ? '' : ' (biases spared)'}`,
    ...besideLrAndWd(shared),
  ].join(' · ');
}

/** What is left of the settings once lr and wd are told elsewhere. */
export function besideLrAndWd(experiment: Experiment): string[] {
  const { hidden, activation, momentum, nesterov, steps, batch, seeds: repeats } = experiment;
  const optimizer = OPTIMIZER_NAMES[experiment.optimizer];
  return [
    momentum === 0 ? optimizer : `${optimizer}, ${nesterov ? 'Nesterov ' : ''}momentum ${setting(momentum)}`,
    `${dataOf(experiment)}${batch === 'all' ? '' : `, batches of ${batch}`}`,
    hidden.length === 0 ? 'linear model' : `${activation} ${hidden.join('-')}`,
    `${count(steps)} ${steps === 1 ? 'step' : 'steps'}`,
    seeds(repeats),
  ];
}

/** `curve: 20 noisy points`, `moons: 60 points, 10 % wrong labels`, `houses.csv: 358 training rows` */
function dataOf(experiment: Experiment): string {
  const { task, table } = experiment;
  const { trainingCount, flippedShare } = taskOf(experiment);
  if (table !== undefined)
    return `${table.name}: ${count(trainingCount)} training ${trainingCount === 1 ? 'row' : 'rows'}`;
  if (flippedShare !== undefined) return `${task}: ${trainingCount} points, ${share(flippedShare)} wrong labels`;
  return `${task}: ${trainingCount} noisy points`;
}
