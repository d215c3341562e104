import { setImmediate as turned } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { trainWithForces } from '../training/forces.ts';
import type { History } from '../training/history.ts';
import { leftOnNoise } from '../training/noise.ts';
import { train as runTraining } from '../training/train.ts';
import type { DrawTask, Ordered, Outcome, Progress, TrainTask } from './task.ts';

/** What each worker thread runs: the exported functions are the tasks the lab may ask for, by name. */

/** Fifty messages a run are smooth to watch and cost the caller's thread nothing. */
const WORTH_TELLING = 0.02;

/** Thrown through the training loop to leave it. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function train(task: Ordered<TrainTask>): Promise<Outcome<History>> {
  const { id, experiment, seed, records, forces, noise, stop } = task;
  let told = 0;
  return attempt(() => {
    const history = (forces ? trainWithForces : runTraining)(experiment, seed, {
      ...(records !== undefined && { records }),
      onProgress: (share) => {
        if (Atomics.load(stop, 0) !== 0) throw new Stopped();
        if (share - told < WORTH_TELLING) return;
        told = share;
        parentPort!.postMessage({ id, share } satisfies Progress);
      },
    });
    return noise ? { ...history, leftOnNoise: leftOnNoise(experiment, seed) } : history;
  });
}

/** Loading Vega and the fonts takes longer than a chart: it is done for the first chart this thread draws. */
const artist = lazily(async () => (await import('../charts/index.ts')).createArtist());

/**
 * What resvg draws lies outside the heap, ten megabytes a picture, and is let go in a turn of the event loop. A thread of
 * piscina's sleeps between its tasks and has none of its own.
 */
export function draw({ chart }: Ordered<DrawTask>): Promise<Outcome<Uint8Array>> {
  return attempt(async () => {
    const png = await (await artist()).draw(chart);
    await turned();
    return png;
  });
}

async function attempt<Result>(work: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { kind: 'done', result: await work() };
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'stopped' };
    return { kind: 'failed', name: error instanceof Error ? error.name : '', error };
  }
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
