import { grown, mediansOf } from '../../src/findings/arm.ts';
import { figure } from '../../src/findings/figures.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { final } from '../../src/training/history.ts';
import { ridge as ridgeTask } from '../../src/training/tasks/ridge.ts';
import { train } from '../../src/training/train.ts';
import { curve, ridge } from '../experiments.ts';

/** Prints the README's two tables of what was found, from runs made now: some minutes of one core. */

const CURVE_SEEDS = 20;
const RIDGE_SEEDS = 200;

function runs(experiment: Experiment, seeds: number) {
  return Array.from({ length: seeds }, (_, index) => train(experiment, index + 1));
}

function curveTable(): string[] {
  const without = runs({ ...curve, wd: 0 }, CURVE_SEEDS);
  const rows = [0, 0.001, 0.003, 0.01, 0.03, 0.1].map((wd) => {
    const decayed = wd === 0 ? without : runs({ ...curve, wd }, CURVE_SEEDS);
    const { dataLoss, validationLoss, weightLength } = mediansOf(decayed);
    const better = decayed.filter((run, i) => final(run.validationLoss) < final(without[i]!.validationLoss)).length;
    const verdict = wd === 0 ? '' : `${better} of ${CURVE_SEEDS}`;
    return `| ${wd} | ${figure(dataLoss)} | ${figure(validationLoss)} | ${figure(weightLength)} | ${verdict} |`;
  });
  return [
    '| wd | training loss | validation loss | length of the weights | validates better than none |',
    rule(5),
    ...rows,
  ];
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

console.log(`curve, medians over ${CURVE_SEEDS} seeds:\n\n${curveTable().join('\n')}\n`);
console.log(`ridge, means over ${RIDGE_SEEDS} seeds ± standard error:\n\n${ridgeTable().join('\n')}`);
