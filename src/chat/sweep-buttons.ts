import type { Cell } from '../findings/sweep/grid.ts';
import { type Invocation, MAX_CUSTOM_ID, writeCustomId } from './invocation.ts';
import { writeNumber } from './numbers.ts';
import type { Button } from './reply.ts';
import { type RunSettings, sameRun, settingsOf } from './run-buttons.ts';
import type { SweepPlan } from './sweep-plan.ts';

/** What goes on from a map: its best cell as a run, a finer map around it. A button too long for Discord is left out. */
export function sweepButtons(asked: RunSettings, { lrs, wds }: SweepPlan, best: Cell | null): Button[] {
  const other = asked.optimizer === 'adamw' ? 'sgd' : 'adamw';
  const { momentum: _momentum, nesterov: _nesterov, ...others } = asked;
  const buttons: Button[] = [
    ...(best === null ? [] : around(asked, best, lrs, wds)),
    {
      label: other === 'sgd' ? 'The same with SGD' : 'The same with AdamW',
      sends: { command: 'sweep', options: { ...sweepSettings({ ...others, optimizer: other }) } },
    },
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
