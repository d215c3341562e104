/**
 * One update of plain SGD with weight decay, worked so that each of its numbers can be checked by hand. The model is
 * ŷ = Σ wᵢ·xᵢ without a bias, over n points, in PyTorch's conventions: MSELoss has no ½, weight_decay's penalty has.
 */

export interface Point {
  /** As many features as there are weights. */
  readonly x: readonly number[];
  readonly y: number;
}

/** What the model says of a point. */
export interface WorkedPoint extends Point {
  /** ŷ = Σ wᵢ·xᵢ */
  readonly prediction: number;
  /** e = ŷ − y */
  readonly error: number;
  /** e², this point's share in L·n. */
  readonly square: number;
  /** e·xᵢ, this point's share in the gradient of each weight. */
  readonly products: readonly number[];
}

export interface Losses {
  /** L = Σe²/n */
  readonly dataLoss: number;
  /** P = (wd/2)·Σw² */
  readonly penalty: number;
  /** L + P, what the step descends. */
  readonly totalLoss: number;
}

/** The slope of L along one weight, found by moving it a little both ways. */
export interface Nudge {
  readonly h: number;
  /** L at w + h, and at w − h, all other weights left alone. */
  readonly above: number;
  readonly below: number;
  /** (L(w + h) − L(w − h))/2h: exact for a parabola, whatever h, but for rounding. */
  readonly slope: number;
}

/** What the step does to one weight. */
export interface WorkedWeight {
  readonly before: number;
  /** Σ e·x over the points. */
  readonly productSum: number;
  /** g = ∂L/∂w = (2/n)·Σ e·x: of the loss, with respect to this weight. The 2 comes down from e²; with ½·Σe²/n it cancels. */
  readonly gradient: number;
  readonly nudge: Nudge;
  /** wd·w, the slope of (wd/2)·w²: signed as the weight is, so that subtracting it leads to zero from either side. */
  readonly pull: number;
  /** g + wd·w */
  readonly slope: number;
  /** w − lr·(g + wd·w) */
  readonly after: number;
  /** (1 − lr·wd)·w − lr·g: the same, the weight shrunk first. */
  readonly afterShrinking: number;
  /** w − lr·g: the same step without decay. */
  readonly afterWithoutDecay: number;
}

export interface WorkedStep {
  readonly lr: number;
  readonly wd: number;
  readonly points: readonly WorkedPoint[];
  readonly weights: readonly WorkedWeight[];
  readonly before: Losses;
  readonly after: Losses;
  /** L after the same step without decay. */
  readonly dataLossWithoutDecay: number;
}

/** Works out one step from these weights. Numbers may be infinite or NaN where the weights are huge. */
export function workStep(points: readonly Point[], weights: readonly number[], lr: number, wd: number): WorkedStep {
  const workedPoints = points.map((point) => workPoint(point, weights));
  const workedWeights = weights.map((w, i): WorkedWeight => {
    const productSum = workedPoints.reduce((sum, { products }) => sum + products[i]!, 0);
    const gradient = (2 * productSum) / points.length;
    const pull = wd * w;
    const slope = gradient + pull;
    return {
      before: w,
      productSum,
      gradient,
      nudge: nudge(points, weights, i),
      pull,
      slope,
      after: w - lr * slope,
      afterShrinking: (1 - lr * wd) * w - lr * gradient,
      afterWithoutDecay: w - lr * gradient,
    };
  });
  return {
    lr,
    wd,
    points: workedPoints,
    weights: workedWeights,
    before: lossesOf(points, weights, wd),
    after: lossesOf(
      points,
      workedWeights.map(({ after }) => after),
      wd,
    ),
    dataLossWithoutDecay: dataLossOf(
      points,
      workedWeights.map(({ afterWithoutDecay }) => afterWithoutDecay),
    ),
  };
}

function workPoint({ x, y }: Point, weights: readonly number[]): WorkedPoint {
  const prediction = weights.reduce((sum, w, i) => sum + w * x[i]!, 0);
  const error = prediction - y;
  return { x, y, prediction, error, square: error ** 2, products: weights.map((_, i) => error * x[i]!) };
}

function lossesOf(points: readonly Point[], weights: readonly number[], wd: number): Losses {
  const dataLoss = dataLossOf(points, weights);
  const penalty = (wd / 2) * weights.reduce((sum, w) => sum + w ** 2, 0);
  return { dataLoss, penalty, totalLoss: dataLoss + penalty };
}

function dataLossOf(points: readonly Point[], weights: readonly number[]): number {
  return points.reduce((sum, point) => sum + workPoint(point, weights).square, 0) / points.length;
}

/** By a half, so that 2h is 1; of weights beyond ten by ten times as much, and so on, or rounding would swallow it. */
function nudge(points: readonly Point[], weights: readonly number[], index: number): Nudge {
  const largest = Math.max(...weights.map(Math.abs), 1);
  const h = 0.5 * 10 ** Math.floor(Math.log10(largest));
  const lossWith = (moved: number) => dataLossOf(points, weights.with(index, weights[index]! + moved));
  const [above, below] = [lossWith(h), lossWith(-h)];
  return { h, above, below, slope: (above - below) / (2 * h) };
}

/** One of the steps that follow one another from a start, or the first of them whose numbers are not all finite. */
export type ReachedStep = { readonly worked: WorkedStep } | { readonly divergedAt: number };

/**
 * Makes the steps before the given one and works that one out. Nothing is rounded on the way.
 * @param step 1 is the first; its cost grows with it.
 */
export function stepNumber(
  step: number,
  points: readonly Point[],
  start: readonly number[],
  lr: number,
  wd: number,
): ReachedStep {
  let weights = start;
  for (let made = 1; made <= step; made++) {
    // While the loss is far below the largest number there is, so is all that a step is made of.
    if (made === step || !(dataLossOf(points, weights) < 1e200)) {
      const worked = workStep(points, weights, lr, wd);
      if (!isFiniteThroughout(worked)) return { divergedAt: made };
      if (made === step) return { worked };
    }
    weights = weightsAfter(points, weights, lr, wd);
  }
  throw new RangeError(`there is no step ${step}`);
}

/** w − lr·(g + wd·w) of every weight, rounded as workStep does. */
function weightsAfter(points: readonly Point[], weights: readonly number[], lr: number, wd: number): number[] {
  const errors = points.map(({ x, y }) => weights.reduce((sum, w, i) => sum + w * x[i]!, 0) - y);
  return weights.map((w, i) => {
    const gradient = (2 * errors.reduce((sum, e, n) => sum + e * points[n]!.x[i]!, 0)) / points.length;
    return w - lr * (gradient + wd * w);
  });
}

function isFiniteThroughout(part: unknown): boolean {
  if (typeof part === 'number') return Number.isFinite(part);
  return Object.values(part as object).every(isFiniteThroughout);
}
