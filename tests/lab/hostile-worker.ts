import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, threadId } from 'node:worker_threads';
import type { DrawTask, Ordered, Outcome, StopFlag, TrainTask } from '../../src/lab/task.ts';

/**
 * A worker that misbehaves in the way its experiment's optimizer names, or reports on itself. It stands in for the lab's
 * worker.ts, so that real threads really die.
 */
export type Manner = 'report' | 'nap' | 'heeding' | 'deaf' | 'exit' | 'uncaught' | 'memory';

export interface Report {
  readonly threadId: number;
  /** How many tasks this thread has begun. */
  readonly begun: number;
}

if (isMainThread) throw new Error('this module ends the process it runs in: it belongs into a worker');

let begun = 0;

const manners: Record<Manner, (stop: StopFlag) => Promise<void>> = {
  report: async () => {},
  nap: async () => {
    await sleep(150);
  },
  heeding: async (stop) => {
    while (Atomics.wait(stop, 0, 0, 1) === 'timed-out');
  },
  deaf: async () => {
    for (;;);
  },
  exit: async () => process.exit(7),
  uncaught: async () => {
    setImmediate(() => {
      throw new RangeError('thrown outside of any promise');
    });
    await sleep(60_000);
  },
  memory: async () => {
    const hoard: number[][] = [];
    for (;;) hoard.push(Array.from({ length: 1_000 }, (_, index) => index + hoard.length / 2));
  },
};

export async function train({ experiment, stop }: Ordered<TrainTask>): Promise<Outcome<Report>> {
  begun += 1;
  await manners[experiment.optimizer as string as Manner](stop);
  return { kind: 'done', result: { threadId, begun } };
}

export async function draw(_: Ordered<DrawTask>): Promise<Outcome<Uint8Array>> {
  begun += 1;
  return { kind: 'done', result: Uint8Array.of(begun) };
}
