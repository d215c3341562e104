import type { Loss } from '../loss.ts';
import type { Samples } from '../samples.ts';

/** What is to be learnt: where the samples come from and how an error counts. */
export interface Task {
  readonly features: number;
  readonly trainingCount: number;
  readonly validationCount: number;
  readonly loss: Loss;
  /** Whether a model without hidden layers has a bias; one with hidden layers always has. */
  readonly linearBias: boolean;
  /** The first layer's start is this many times wider than PyTorch's. */
  readonly startWidth: number;
  /** Data loss that the true function itself has on average: nothing learns to do better. Null where nobody knows it. */
  readonly noiseFloor: number | null;
  /** Of two classes, the share of labels that are the wrong one on purpose: nobody can name more than the rest. */
  readonly flippedShare?: number;
  /** The data of one seed. */
  draw(seed: number): TaskData;
  /** The same without features, where drawing those takes its time. */
  drawTargets?(seed: number): Pick<TaskData, 'training' | 'validation'>;
}

export interface TaskData {
  readonly training: Samples;
  readonly validation: Samples;
  /** The function behind the noise, at one sample's features; null where nobody knows it. */
  readonly truth: ((features: readonly number[]) => number) | null;
}
