export type { Lab, LabState, TrainWatch, Watch, WatchedLab } from './lab.ts';
export { LabClosedError, labFor, TimeLimitError, WorkerCrashError } from './lab.ts';
export { type LabOptions, openLab } from './open-lab.ts';
