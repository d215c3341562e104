import { baselineWords } from '../findings/baseline-words.ts';
import { doneCells, type Grid, isDiverged } from '../findings/sweep/grid.ts';
import type { SweepFindings } from '../findings/sweep/sweep.ts';
import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import { besideLrAndWd } from './settings-line.ts';
import type { SweepChart } from './spec.ts';

/** The map of what a `/sweep` found. @param shared the settings all cells share. */
export function sweepSpec(grid: Grid, shared: Experiment, findings: SweepFindings): SweepChart {
  const { lrs, wds } = grid;
  const place = ({ experiment: { lr, wd } }: { experiment: Experiment }) => ({
    row: lrs.indexOf(lr),
    column: wds.indexOf(wd),
  });
  return {
    kind: 'sweep',
    title: findings.title,
    subtitle: settingsOf(shared).join(' · '),
    lrs,
    wds,
    cells: doneCells(grid).map((cell) => ({
      ...place(cell),
      loss: isDiverged(cell) ? null : cell.loss,
      lost: cell.lost,
    })),
    best: findings.best === null ? null : place(findings.best),
    baseline: { loss: findings.meanBaseline, ...baselineNames(shared) },
    noiseFloor: taskOf(shared).noiseFloor,
    theoryWd: findings.theoryWd,
  };
}

function baselineNames(shared: Experiment) {
  const { always, short } = baselineWords(shared);
  return {
    name: short === 'guessing' ? short : 'mean guess',
    subject: `${always.charAt(0).toUpperCase()}${always.slice(1)}`,
  };
}

function settingsOf(shared: Experiment): string[] {
  const { schedule, decayBiases } = shared;
  const unusual = [schedule === 'constant' ? '' : `lr ${schedule}`, decayBiases ? '' : 'biases spared'];
  return [...besideLrAndWd(shared), ...unusual.filter((part) => part !== '')];
}
