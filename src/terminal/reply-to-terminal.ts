import { type Answer, answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Interruption } from '../chat/interruption.ts';
import { type Invocation, writeMessage } from '../chat/invocation.ts';
import type { Reply } from '../chat/reply.ts';
import type { Lab } from '../lab/lab.ts';
import { showMarkdown, type TextOutput } from './markdown.ts';
import { NOTHING_REMEMBERED, type OwnMemory } from './own-memory.ts';
import { createProgressLine, type ProgressOutput } from './progress-line.ts';
import { type SavedReply, saveReply } from './save-reply.ts';

export interface Conversation {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  /** Without it nothing is remembered. */
  readonly own?: OwnMemory;
  /** Folder for pictures and files. */
  readonly out: string;
  /** Where progress is shown, if it is a terminal. */
  readonly progressTo: ProgressOutput;
  readonly open: Context['open'];
}

/** Answers what is asked and writes the reply's pictures and files. Throws OutFolderError, nothing else. */
export async function replyToTerminal(
  { commands, lab, missed, own = NOTHING_REMEMBERED, out, progressTo, open }: Conversation,
  ask: () => Invocation,
  interruption: Interruption,
): Promise<{ readonly answer: Answer; readonly saved: SavedReply }> {
  const line = createProgressLine(progressTo);
  let asked: Invocation | null = null;
  const asking = () => {
    asked = ask();
    return asked;
  };
  const answered = await answer(commands, asking, {
    lab,
    missed,
    memory: own.memory,
    open,
    signal: interruption.signal,
    enough: interruption.enough,
    progress: line.show,
    // The whole follows in seconds, and a terminal cannot take back what it has printed.
    show: ({ stoppable }) => {
      if (stoppable === true) interruption.hasPart();
    },
  });
  line.clear();
  if (asked !== null) await own.keep(asked, answered);
  return { answer: answered, saved: await saveReply(answered.reply, out) };
}

/** The reply as lines of text: its words, then the paths of what was written, then the buttons as `bullet` has them. */
export function showReply(
  reply: Reply,
  saved: SavedReply,
  output: TextOutput,
  bullet: (label: string, message: string, index: number) => string,
): string {
  const paths = [...saved.pictures, ...saved.files].map(({ path }) => path);
  const buttons = reply.buttons.map(({ label, sends }, index) => bullet(label, writeMessage(sends), index));
  const paragraphs = [[showMarkdown(reply.text, output)], paths, buttons].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
