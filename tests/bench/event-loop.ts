import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Lab } from '../../src/lab/index.ts';
import { createTimedTrain } from './timed-train.ts';

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const RESOLUTION = 1;

/** Milliseconds the event loop was late, while a `/train` was asked for so many times at once and answered. */
export async function eventLoopDelay(lab: Lab, message: string, requests: number): Promise<LoopDelay> {
  const train = await createTimedTrain(lab, message);
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  await Promise.all(Array.from({ length: requests }, train));
  histogram.disable();
  // The histogram holds the times between two ticks of its timer, its own interval included.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION);
  return { p50: late(histogram.percentile(50)), p99: late(histogram.percentile(99)), max: late(histogram.max) };
}
