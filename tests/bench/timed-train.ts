import { commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import type { Lab } from '../../src/lab/index.ts';
import { unheard } from '../chat/no-lab.ts';

/** Milliseconds of one `/train`, from the text typed to the PNG. */
export interface ReplyTime {
  readonly training: number;
  readonly chart: number;
  /** All that is done on the thread that answers: the options, the findings, the buttons. */
  readonly findings: number;
  readonly total: number;
}

/** Makes the function that answers a `/train`, the default one unless told otherwise, and says how long each part took. */
export async function createTimedTrain(lab: Lab, message = '/train'): Promise<() => Promise<ReplyTime>> {
  const commands = await findCommands(new URL('../../commands/', import.meta.url));
  return async () => {
    let [training, chart] = [0, 0];
    const timedLab: Lab = {
      train: (experiments, watch) => timed(lab.train(experiments, watch), (ms) => (training += ms)),
      draw: (spec, watch) => timed(lab.draw(spec, watch), (ms) => (chart += ms)),
      close: () => lab.close(),
    };
    const context = { commands: [], lab: timedLab, signal: new AbortController().signal, ...unheard };
    const start = performance.now();
    const asked = parseMessage(message);
    await commandNamed(commands, asked).run(asked.options, context);
    const total = performance.now() - start;
    return { training, chart, findings: total - training - chart, total };
  };
}

async function timed<Result>(work: Promise<Result>, took: (ms: number) => void): Promise<Result> {
  const start = performance.now();
  const result = await work;
  took(performance.now() - start);
  return result;
}
