import type { History } from '../training/history.ts';
import { lrFactor } from '../training/schedules.ts';
import { taskOf } from '../training/tasks/index.ts';
import { halfLife } from '../training/theory/half-life.ts';
import { count } from './figures.ts';
import type { ForcesStudy, Shown } from './forces.ts';
import { isStillLearning } from './verdict.ts';
import { stepsWord } from './wording.ts';

/** Why the weights are off the line, where they are. */
export function whyOffTheLine({ verdict, experiment }: ForcesStudy, { history }: Shown): string {
  if (verdict === 'settled') return '';
  const { batch, optimizer, schedule, steps } = experiment;
  const { trainingCount } = taskOf(experiment);
  if (lrFactor(schedule, steps - 1, steps) < FALLEN) {
    return 'Lr fell to next to nothing before the weights had come to the line.';
  }
  if (isOnItsWay(history)) {
    return `Training has not come to rest after ${count(steps)} ${stepsWord(steps)}: where the push is the stronger a weight still grows, where the pull is it still shrinks, and more steps let them meet.`;
  }
  if (batch !== 'all' && batch < trainingCount) {
    return `Each step sees ${batch} of the ${trainingCount} points only, so the push changes from step to step and keeps the weights moving around the line.`;
  }
  if (optimizer === 'adam' || optimizer === 'adamw') {
    return 'Dividing by √v̂ keeps the steps about as long as lr however small the gradient is, so the weights hover around the line; a falling lr (`schedule:cosine`) calms them.';
  }
  return `The weights have not come to rest after ${count(steps)} ${stepsWord(steps)}.`;
}

/** Below this share of itself an lr moves next to nothing. */
const FALLEN = 0.1;
/** In so many half-lives a weight that the data leave alone comes down to an eighth. */
const ENOUGH_HALF_LIVES = 3;

/** Whether there has been too little time to come to the line, whatever else keeps the weights off it. */
function isOnItsWay(history: History): boolean {
  const { experiment, firstWeights } = history;
  if (isStillLearning(history)) return true;
  const life = halfLife(experiment);
  if ('steps' in life) return experiment.steps < ENOUGH_HALF_LIVES * life.steps;
  // Adam moves a weight by about lr a step, wherever it has to go.
  const largest = firstWeights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return life.kind === 'uneven' && experiment.lr * experiment.steps < largest;
}
