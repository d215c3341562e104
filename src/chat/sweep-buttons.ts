import { isDeepStrictEqual } from 'node:util';
import type { Cell } from '../findings/sweep/grid.ts';
import { toExperiment } from './experiment-options.ts';
import { type Invocation, MAX_CUSTOM_ID, writeCustomId } from './invocation.ts';
import { writeNumber } from './numbers.ts';
import type { Button } from './reply.ts';
import { type RunSettings, sameRun, settingsOf } from './run-buttons.ts';
import { COUNTS, usualRange } from './sweep-options.ts';
import type { SweepPlan } from './sweep-plan.ts';
import { writeParts } from './sweep-range.ts';

/** What goes on from a map: its best cell as a run, a finer map around it. A button too long for Discord is left out. */
export function sweepButtons(asked: RunSettings, { lrs, wds }: SweepPlan, best: Cell | null): Button[] {
  const buttons: Button[] = [
    ...(best === null ? [] : around(asked, best, lrs, wds)),
    withOtherOptimizer(asked, { lrs: lrs.length, wds: wds.filter((wd) => wd > 0).length }),
  ];
  return buttons.filter(({ sends }) => writeCustomId(sends).length <= MAX_CUSTOM_ID);
}

function around(
  asked: RunSettings,
  { experiment: { lr, wd } }: Cell,
  lrs: readonly number[],
  wds: readonly number[],
): Button[] {
  const { seeds: _seeds, ...fewer } = asked;
  const zoom: Invocation = {
    command: 'sweep',
    options: {
      lrs: between(lrs, lr),
      wds: between(
        wds.filter((each) => each > 0),
        wd,
      ),
      ...sweepSettings(asked),
    },
  };
  return [
    // With the seeds of a plain run: more than the map's, so that luck is less.
    { label: 'Train the best', sends: sameRun('train', fewer, { lr, wd: [wd] }) },
    { label: 'Zoom in around it', sends: zoom },
  ];
}

/** From the neighbour below to the one above; at an end as far again beyond it. */
function between(values: readonly number[], value: number): string {
  const index = Math.max(0, values.indexOf(value));
  const middle = values[index]!;
  const step = values.length < 2 ? 2 : index > 0 ? middle / values[index - 1]! : values[1]! / middle;
  const [low, high] = [values[index - 1] ?? middle / step, values[index + 1] ?? middle * step].map((end) =>
    Number(end.toPrecision(3)),
  );
  return low! > 0 && low! < high! && high! <= 1_000
    ? `${writeNumber(low!)}..${writeNumber(high!)} x5`
    : writeNumber(middle);
}

/** The settings as text, the seeds among them if they were asked for: a map's own default is not a run's. */
function sweepSettings(asked: RunSettings): Invocation['options'] {
  return { ...settingsOf(asked), ...(asked.seeds !== undefined && { seeds: writeNumber(asked.seeds) }) };
}

/** The lrs and wds that suit the other optimizer, as many as here: it then takes no more work than this map did. */
function withOtherOptimizer(
  { momentum: _momentum, nesterov: _nesterov, ...asked }: RunSettings,
  counts: Readonly<Record<keyof typeof COUNTS, number>>,
): Button {
  const optimizer = asked.optimizer === 'adamw' ? 'sgd' : 'adamw';
  const { lr, wd } = toExperiment({ ...asked, optimizer });
  const ranges = { lrs: sized('lr', lr, counts.lrs), wds: sized('wd', wd, counts.wds) };
  return {
    label: optimizer === 'sgd' ? 'The same with SGD' : 'The same with AdamW',
    sends: {
      command: 'sweep',
      options: { ...(isDeepStrictEqual(counts, COUNTS) ? {} : ranges), ...sweepSettings({ ...asked, optimizer }) },
    },
  };
}

function sized(what: 'lr' | 'wd', usual: number, count: number): string {
  return writeParts([count < 2 ? usual : { ...usualRange(what, usual), count }]);
}
