import { DEFAULTS } from './experiment-defaults.ts';
import { experimentSettings, LR_RANGE, WD_RANGE } from './experiment-settings.ts';
import type { Invocation } from './invocation.ts';
import { writeNumber } from './numbers.ts';

/** Values in each direction, the point itself in the middle. */
const COUNT = 5;
/** How far the ends are from the point: lr fourfold, wd tenfold, as losses change more slowly with wd. */
const REACH = { lr: 4, wd: 10 } as const;

/**
 * A small sweep around an experiment: five lrs and five wds, evenly spaced in their logarithms. Around no decay there
 * is no such spacing, so the task's usual wd takes its place. Seeds are left to the sweep's own default.
 *
 * @param settings the experiment's other options as text; lr, wd and seeds among them are left out.
 */
export function sweepAround(
  lr: number,
  wd: number,
  { lr: _lr, wd: _wd, seeds: _seeds, ...settings }: Invocation['options'],
): Invocation {
  const task = experimentSettings.task.safeParse(settings['task']).data ?? 'curve';
  const optimizer = experimentSettings.optimizer.safeParse(settings['optimizer']).data ?? 'sgd';
  const middle = wd > 0 ? wd : DEFAULTS[task][optimizer].wd;
  return {
    command: 'sweep',
    options: {
      lrs: around(lr, REACH.lr, LR_RANGE.max),
      wds: around(middle, REACH.wd, WD_RANGE.max),
      ...settings,
    },
  };
}

/** `0.0125..0.2 x5` around 0.05. */
function around(middle: number, reach: number, max: number): string {
  const [low, high] = [tidy(middle / reach), tidy(Math.min(max, middle * reach))];
  return 0 < low && low < high ? `${writeNumber(low)}..${writeNumber(high)} x${COUNT}` : writeNumber(middle);
}

/** Three significant digits: a button holds 100 characters. */
function tidy(value: number): number {
  return Number(value.toPrecision(3));
}
