import type { Samples } from '../samples.ts';

/** What is to be learnt: where the samples come from and how an error counts. */
export interface Task {
  readonly features: number;
  readonly trainingCount: number;
  readonly validationCount: number;
  /**
   * What the mean of squared errors is multiplied by: 1 as in PyTorch's MSELoss, ½ as in most textbooks. The gradient,
   * and so the effective lr, doubles from the one to the other.
   */
  readonly lossFactor: 1 | 0.5;
  /** Whether a model without hidden layers has a bias; one with hidden layers always has. */
  readonly linearBias: boolean;
  /** The first layer's start is this many times wider than PyTorch's. */
  readonly startWidth: number;
  /** Data loss that the true function itself has on average: nothing learns to do better. */
  readonly noiseFloor: number;
  /** The data of one seed. */
  draw(seed: number): TaskData;
}

export interface TaskData {
  readonly training: Samples;
  readonly validation: Samples;
  /** The function behind the noise, at one sample's features. */
  readonly truth: (features: readonly number[]) => number;
}
