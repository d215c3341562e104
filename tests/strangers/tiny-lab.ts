import type { ChartSpec } from '../../src/charts/spec.ts';
import { NOISE_EXPERIMENTS } from '../../src/findings/optimizers-noise.ts';
import { costOf } from '../../src/lab/budget.ts';
import { type Lab, TimeLimitError, type TrainWatch } from '../../src/lab/lab.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { trainWithForces } from '../../src/training/forces.ts';
import type { History } from '../../src/training/history.ts';
import { leftOnNoise } from '../../src/training/noise.ts';
import { train } from '../../src/training/train.ts';

/** In multiplications: about a millisecond. */
const MOST = 2e6;

export interface TinyLab extends Lab {
  /** How many runs it trained. */
  readonly trained: () => number;
}

/**
 * A lab that trains for real, in this thread, what takes a moment, and says of all else that it took too long, as the
 * real one says of what does. `draw` gets what is to be drawn.
 */
export function tinyLab(draw: (chart: ChartSpec) => Promise<Uint8Array>): TinyLab {
  let trained = 0;
  // Larger than what is trained otherwise, and asked for again and again.
  let onNoise: History[][] | undefined;

  function run(experiment: Experiment, seed: number, { records, forces = false, noise = false }: TrainWatch): History {
    trained++;
    const history = (forces ? trainWithForces : train)(experiment, seed, records === undefined ? {} : { records });
    return noise ? { ...history, leftOnNoise: leftOnNoise(experiment, seed) } : history;
  }

  function all(experiments: readonly Experiment[], watch: TrainWatch): History[][] {
    return experiments.map((experiment, index) =>
      Array.from({ length: experiment.seeds }, (_, n) => {
        const history = run(experiment, n + 1, watch);
        watch.onHistory?.(index, history);
        return history;
      }),
    );
  }

  return {
    trained: () => trained,
    async train(experiments, watch = {}) {
      if (experiments === NOISE_EXPERIMENTS) {
        onNoise ??= all(experiments, watch);
        return onNoise;
      }
      if (costOf(experiments) > MOST) throw new TimeLimitError(60);
      watch.onProgress?.(0.5);
      return all(experiments, watch);
    },
    draw,
    close: async () => {},
  };
}
