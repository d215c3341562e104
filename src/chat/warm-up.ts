import { type Lab, LabClosedError, type WatchedLab } from '../lab/index.ts';
import type { Log } from '../log.ts';
import { answer } from './answer.ts';
import type { Command } from './command.ts';
import { FIRST_MESSAGES } from './first-messages.ts';
import { NO_MEMORY } from './memory.ts';
import { readMessage } from './message.ts';

export interface WarmUpOptions {
  readonly commands: readonly Command[];
  readonly lab: WatchedLab;
  readonly log: Log;
}

/** A question and a run. What comes after them takes long, and nothing that these do not. */
const [QUESTION, RUN] = FIRST_MESSAGES;

/**
 * Asks what people ask first, for nobody, so that the first to ask does not wait while all that it takes is loaded:
 * here, and in every worker. Gives way where somebody has asked already, and ends with the lab. Never rejects.
 */
export async function warmUp({ commands, lab, log }: WarmUpOptions): Promise<void> {
  for (const message of [QUESTION, RUN]) {
    if (!isIdle(lab)) return;
    const answered = await answer(commands, () => readMessage(commands, message), {
      lab: inEveryWorker(lab),
      signal: new AbortController().signal,
      enough: new AbortController().signal,
      open: () => Promise.reject(new Error('no file comes with it')),
      progress: () => {},
      show: () => {},
      missed: () => {},
      memory: NO_MEMORY,
    });
    if (answered.outcome === 'answered') continue;
    const error = answered.outcome === 'broken' ? answered.error : undefined;
    // Where there are other commands than ours, none may understand it.
    const isNoFailure = answered.outcome === 'mistake' || error instanceof LabClosedError;
    if (!isNoFailure) log.warn({ outcome: answered.outcome, err: error }, 'warming up failed');
    return;
  }
}

function isIdle(lab: WatchedLab): boolean {
  const { busy, waiting } = lab.state();
  return busy + waiting === 0;
}

/** The same lab, which draws each chart as often as it has workers: at once, and so each of them draws it. */
function inEveryWorker(lab: WatchedLab): Lab {
  return {
    train: (experiments, watch) => lab.train(experiments, watch),
    draw: async (chart, watch) => {
      const times = isIdle(lab) ? lab.state().workers : 1;
      const drawings = Array.from({ length: times }, () => lab.draw(chart, watch));
      const [png] = await Promise.all(drawings);
      return png!;
    },
    close: () => lab.close(),
  };
}
