import { final } from '../../src/training/history.ts';
import { trainFrom } from '../../src/training/train.ts';
import { type Job, SEED } from './job.ts';
import { median } from './statistics.ts';

/** Training here held against others', on the same jobs, taking turns so that a busy moment of the machine meets all. */
export interface Contender {
  readonly name: string;
  run(job: Job): Promise<Time>;
}

export interface Time {
  readonly ms: number;
  /** Data loss at the end. */
  readonly loss: number;
}

export interface Result {
  readonly job: Job;
  /** Median milliseconds. */
  readonly ours: number;
  readonly theirs: readonly {
    readonly name: string;
    readonly ms: number;
    /** The median of ours over theirs, round by round. */
    readonly ratio: number;
    /** The relative difference of the final losses. */
    readonly disagreement: number;
  }[];
}

const here: Contender = {
  name: 'here',
  async run({ experiment, data, start }) {
    const began = performance.now();
    const { dataLoss } = trainFrom(experiment, SEED, data, start);
    return { ms: performance.now() - began, loss: final(dataLoss) };
  },
};

export async function race(job: Job, others: readonly Contender[], rounds: number): Promise<Result> {
  const times = new Map<Contender, Time[]>([here, ...others].map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [contender, taken] of times) {
      const time = await contender.run(job);
      if (round > 0) taken.push(time); // in the first all warm up: V8 compiles, PyTorch starts its threads
    }
  }
  const ours = times.get(here)!;
  return {
    job,
    ours: median(ours.map(({ ms }) => ms)),
    theirs: others.map((contender) => {
      const taken = times.get(contender)!;
      return {
        name: contender.name,
        ms: median(taken.map(({ ms }) => ms)),
        ratio: median(taken.map(({ ms }, round) => ours[round]!.ms / ms)),
        disagreement: Math.abs(taken[0]!.loss / ours[0]!.loss - 1),
      };
    }),
  };
}
