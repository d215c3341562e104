import { setting } from '../figures.ts';
import type { Write } from './digits.ts';
import type { StepStory } from './story.ts';
import { titleOf, weightName } from './title.ts';

/** The picture for those who hear it: its numbers, its formula in words. */
export function spokenStep(story: StepStory, write: Write): string {
  const { lr, wd, points, weights, before, after, dataLossWithoutDecay } = story.worked;
  const each = (values: readonly number[]) => values.map(write).join(', ');
  const all = (part: (weight: (typeof weights)[number]) => number) => each(weights.map(part));
  const names = weights.map((w, i) => `${weightName(i, weights.length)} ${write(w.before)}`).join(', ');
  const without = wd === 0 ? '' : ` (${write(dataLossWithoutDecay)} without decay)`;
  return [
    `${titleOf(story)}. Step ${story.step} worked by hand: ${names}, lr ${setting(lr)}, wd ${setting(wd)}.`,
    `Points: ${points.map(({ x, y }) => `x ${x.join(', ')}, y ${y}`).join('; ')}.`,
    `Predictions ${each(points.map(({ prediction }) => prediction))}; errors ${each(points.map(({ error }) => error))}.`,
    `Gradient, 2/${points.length} of the sum of error times x: ${all((w) => w.gradient)}; by nudging, ${all((w) => w.nudge.slope)}.`,
    `Pull, wd times w: ${all((w) => w.pull)}.`,
    `Each weight less lr times their sum: ${all((w) => w.after)}.`,
    `Data loss ${write(before.dataLoss)} to ${write(after.dataLoss)}${without}, ` +
      `penalty ${write(before.penalty)} to ${write(after.penalty)}, ` +
      `total ${write(before.totalLoss)} to ${write(after.totalLoss)}.`,
    `With a half before the loss the gradient is ${all((w) => w.gradient / 2)}; with none before the penalty the pull is ${all((w) => 2 * w.pull)}.`,
  ].join(' ');
}
