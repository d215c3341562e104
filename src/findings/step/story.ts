import { stepNumber, type WorkedStep, type WorkedWeight } from '../../training/step.ts';
import { pointsFor, type Start } from '../../training/step-points.ts';
import { type StepTheory, stepTheory } from '../../training/step-theory.ts';
import { withoutLeftovers } from './leftovers.ts';

/** What one step shows, before it is put into words. */
export interface StepStory {
  /** 1 is the first. */
  readonly step: number;
  readonly start: Start;
  /** As computed, to the last bit. */
  readonly exact: WorkedStep;
  /** As it is told: 0 where only rounding is left. */
  readonly worked: WorkedStep;
  readonly theory: StepTheory;
  /** Where the same steps without decay would settle. */
  readonly bestFit: readonly number[];
  readonly kind: StepKind;
  /** The weight that shows it best, 0 first. */
  readonly focus: number;
}

/**
 * - too-large: lr is at or beyond the stability edge.
 * - settled: the weights are where they will stay.
 * - no-decay: wd is 0.
 * - opposed: the data push some weight one way and decay pulls it the other.
 * - together: both move every weight the same way.
 * - decay-alone: the data ask nothing of the weights, which decay moves all the same.
 * - at-zero: no weight is pulled, for all are 0.
 */
export type StepKind = 'too-large' | 'settled' | 'no-decay' | 'opposed' | 'together' | 'decay-alone' | 'at-zero';

/** Nearer than this to where they settle, in shares of it, weights hardly move any more. */
const NEAR = 1e-3;

export interface StepSettings {
  readonly lr: number;
  readonly wd: number;
  readonly step: number;
  readonly start: Start;
}

/** The step asked for with all there is to tell about it, or the first one before it whose numbers were not finite. */
export function storyOf({ lr, wd, step, start }: StepSettings): StepStory | { readonly divergedAt: number } {
  const points = pointsFor(start.length);
  const reached = stepNumber(step, points, start, lr, wd);
  if ('divergedAt' in reached) return reached;
  const exact = reached.worked;
  const worked = withoutLeftovers(exact);
  const theory = stepTheory(points, lr, wd);
  const kind = kindOf(worked, theory);
  const bestFit = stepTheory(points, lr, 0).settlesAt;
  return { step, start, exact, worked, theory, bestFit, kind, focus: focusOf(worked) };
}

function kindOf({ lr, wd, weights }: WorkedStep, { edge, settlesAt }: StepTheory): StepKind {
  if (lr >= edge * (1 - 1e-12)) return 'too-large';
  const left = Math.hypot(...weights.map(({ after }, i) => after - settlesAt[i]!));
  if (left <= NEAR * Math.hypot(...settlesAt)) return 'settled';
  if (wd === 0) return 'no-decay';
  if (weights.every(({ pull }) => pull === 0)) return 'at-zero';
  if (weights.some(areOpposed)) return 'opposed';
  return weights.every(({ gradient }) => gradient === 0) ? 'decay-alone' : 'together';
}

function areOpposed({ gradient, pull }: WorkedWeight): boolean {
  return Math.sign(gradient) * Math.sign(pull) < 0;
}

/** The first that is pushed one way and pulled the other; else the one pulled hardest, or where none is, pushed hardest. */
function focusOf({ weights }: WorkedStep): number {
  const opposed = weights.findIndex(areOpposed);
  if (opposed >= 0) return opposed;
  const pulls = weights.map(({ pull }) => Math.abs(pull));
  const forces = Math.max(...pulls) > 0 ? pulls : weights.map(({ gradient }) => Math.abs(gradient));
  return forces.indexOf(Math.max(...forces));
}
