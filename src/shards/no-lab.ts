import type { WatchedLab } from '../lab/lab.ts';

const rejected = () => Promise.reject(new Error('the process that starts the shards has no lab'));

/** For the process that starts the shards: all work is done in them. */
export const NO_LAB: WatchedLab = {
  train: rejected,
  draw: rejected,
  state: () => ({ workers: 0, busy: 0, waiting: 0 }),
  close: () => Promise.resolve(),
};
