import { withDefaults } from '../../src/chat/experiment-defaults.ts';
import { grown, mediansOf } from '../../src/findings/arm.ts';
import { figure } from '../../src/findings/figures.ts';
import { median } from '../../src/findings/statistics.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { final } from '../../src/training/history.ts';
import { ridge as ridgeTask } from '../../src/training/tasks/ridge.ts';
import { train } from '../../src/training/train.ts';
import { ridge } from '../experiments.ts';

/** Prints the README's tables of what was found, from runs made now: a minute of one core. */

const SEEDS = 20;
const RIDGE_SEEDS = 200;

function runs(experiment: Experiment, seeds: number) {
  return Array.from({ length: seeds }, (_, index) => train(experiment, index + 1));
}

/** A task's usual experiment without decay and with others than its own; of classes with how many were named rightly. */
function decayTable(experiment: Experiment, wds: readonly number[]): string[] {
  const without = runs({ ...experiment, wd: 0 }, SEEDS);
  const rows = [0, ...wds].map((wd) => {
    const decayed = wd === 0 ? without : runs({ ...experiment, wd }, SEEDS);
    const { dataLoss, validationLoss, weightLength } = mediansOf(decayed);
    const right = decayed.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy]));
    const better = decayed.filter((run, i) => final(run.validationLoss) < final(without[i]!.validationLoss)).length;
    const cells = [
      wd,
      ...[dataLoss, validationLoss, weightLength].map(figure),
      ...(right.length === 0 ? [] : [`${(100 * median(right)).toFixed(1)} %`]),
      wd === 0 ? '' : `${better} of ${SEEDS}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const columns = ['wd', 'training loss', 'validation loss', 'length of the weights'];
  if (without[0]!.accuracy !== null) columns.push('new points named rightly');
  columns.push('validates better than none');
  return [`| ${columns.join(' | ')} |`, rule(columns.length), ...rows];
}

/** The weights that made a seed's data: its truth asked at each axis. */
function trueWeights(seed: number): number[] {
  const { truth } = ridgeTask.draw(seed);
  const { features } = ridgeTask;
  return Array.from({ length: features }, (_, axis) =>
    truth!(Array.from({ length: features }, (_, i) => Number(i === axis))),
  );
}

function ridgeTable(): string[] {
  const cells = [0, 0.3, 0.667, 1, 5].map((wd) => {
    const histories = runs({ ...ridge, wd }, RIDGE_SEEDS);
    const errors = histories.map(({ finalWeights, seed }) => {
      const truth = trueWeights(seed);
      return finalWeights.reduce((sum, w, i) => sum + (w - truth[i]!) ** 2, 0);
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / (errors.length - 1);
    const share = histories.reduce((sum, run) => sum + grown(run) / run.finalWeights.length, 0) / histories.length;
    return {
      wd,
      error: `${figure(mean)} ± ${Math.sqrt(variance / errors.length).toFixed(3)}`,
      grew: `${Math.round(100 * share)} %`,
    };
  });
  return [
    `| wd | ${cells.map(({ wd }) => wd).join(' | ')} |`,
    rule(cells.length + 1),
    `| excess error | ${cells.map(({ error }) => error).join(' | ')} |`,
    `| weights that ended larger than they started | ${cells.map(({ grew }) => grew).join(' | ')} |`,
  ];
}

function rule(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

const usual = [0.001, 0.003, 0.01, 0.03, 0.1];
for (const [task, wds] of [
  ['curve', usual],
  ['moons', usual],
  ['wide', [0.3, 1, 3, 10]],
] as const) {
  console.log(`${task}, medians over ${SEEDS} seeds:\n\n${decayTable(withDefaults({ task }), wds).join('\n')}\n`);
}
console.log(`ridge, means over ${RIDGE_SEEDS} seeds ± standard error:\n\n${ridgeTable().join('\n')}`);
