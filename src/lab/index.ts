export type { Lab, LabState, TrainWatch, Watch, WatchedLab } from './lab.ts';
export { LabClosedError, TimeLimitError, WorkerCrashError } from './lab.ts';
export { type LabOptions, openLab } from './open-lab.ts';
