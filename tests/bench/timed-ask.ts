import { commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { readMessage } from '../../src/chat/message.ts';
import type { Lab } from '../../src/lab/index.ts';
import { unheard } from '../chat/no-lab.ts';

/** Milliseconds of one question, from when it was typed. */
export interface AnswerTime {
  /** Until its words and formula are there. */
  readonly text: number;
  /** Until the chart of its live run is. */
  readonly chart: number;
}

/** Makes the function that asks a question, which has to be one that is answered straight away, and times the answer. */
export async function createTimedAsk(lab: Lab): Promise<(question: string) => Promise<AnswerTime>> {
  const commands = await findCommands(new URL('../../commands/', import.meta.url));
  return async (question) => {
    const start = performance.now();
    let text: number | null = null;
    const show = () => {
      text = performance.now() - start;
    };
    const asked = readMessage(commands, question);
    const context = { ...unheard, commands, lab, signal: new AbortController().signal, show };
    await commandNamed(commands, asked).run(asked.options, context);
    if (text === null) throw new Error(`"${question}" was not answered straight away`);
    return { text, chart: performance.now() - start };
  };
}
