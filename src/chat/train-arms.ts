import type { Arm } from '../findings/arm.ts';
import type { TrainWatch } from '../lab/lab.ts';
import type { Experiment } from '../training/experiment.ts';
import type { Context } from './command.ts';

/** Trains all of them in one request while the asker is told how far it is. */
export async function trainArms(
  experiments: readonly Experiment[],
  { lab, signal, progress }: Pick<Context, 'lab' | 'signal' | 'progress'>,
  watch: Pick<TrainWatch, 'forces'> = {},
): Promise<Arm[]> {
  const runs = experiments.reduce((sum, { seeds }) => sum + seeds, 0);
  const histories = await lab.train(experiments, {
    ...watch,
    signal,
    onProgress: (share) => progress(share, `Training ${runs} networks`),
  });
  return experiments.map((experiment, index) => ({ experiment, histories: histories[index]! }));
}
