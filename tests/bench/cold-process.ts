import { openLab } from '../../src/lab/index.ts';
import { createTimedTrain, type ReplyTime } from './timed-train.ts';

/** A process that answers one `/train` and prints how long that took, as JSON. Its own start counts. */
export interface ColdTime extends ReplyTime {
  /** From the start of the process until it could take the first request. */
  readonly start: number;
}

const lab = openLab();
const train = await createTimedTrain(lab);
const start = performance.now(); // milliseconds since the process began
const time = await train();
await lab.close();
process.stdout.write(JSON.stringify({ ...time, start, total: start + time.total } satisfies ColdTime));
