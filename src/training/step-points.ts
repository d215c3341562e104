import type { Point } from './step.ts';

/**
 * The three points of `/step`, whole numbers that make whole numbers: H = (2/3)·XᵀX is [4 2; 2 4], with curvatures 2 and
 * 6, and w = (3, −1) fits best, with a loss of 1 left over.
 */
const POINTS: readonly Point[] = [
  { x: [2, 1], y: 4 },
  { x: [1, -1], y: 5 },
  { x: [1, 2], y: 2 },
];

/** The points as a model of so many weights sees them: one sees the first feature alone. */
export function pointsFor(weights: 1 | 2): Point[] {
  return POINTS.map(({ x, y }) => ({ x: x.slice(0, weights), y }));
}

/** Where the data push w₁ up while decay pulls it down, and w₂ is negative. */
export const START: Start = [2, -1];

/** One weight to start from, or two. */
export type Start = readonly [number] | readonly [number, number];
