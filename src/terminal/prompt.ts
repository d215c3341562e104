import { createInterface, type Interface } from 'node:readline/promises';
import { inspect } from 'node:util';
import type { Command, Context } from '../chat/command.ts';
import { FIRST_MESSAGES } from '../chat/first-messages.ts';
import { Interruption } from '../chat/interruption.ts';
import { type Invocation, writeMessage } from '../chat/invocation.ts';
import { readMessage } from '../chat/message.ts';
import type { Button } from '../chat/reply.ts';
import { UserError } from '../chat/user-error.ts';
import type { Lab } from '../lab/lab.ts';
import { completeWithPast } from './completion.ts';
import { Files } from './files.ts';
import { showMarkdown } from './markdown.ts';
import { NOTHING_REMEMBERED, type OwnMemory } from './own-memory.ts';
import { replyToTerminal, showReply } from './reply-to-terminal.ts';
import { OutFolderError } from './save-reply.ts';

export interface PromptOptions {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  /** Without it nothing is remembered. */
  readonly own?: OwnMemory;
  readonly input?: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output?: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Folder for pictures and files. */
  readonly out?: string;
}

const [QUESTION, ...TO_SEE] = FIRST_MESSAGES;

const GREETING = [
  'Halflife shows how weight decay and learning rate work together, by training a model in front of you.',
  `Ask it something, such as: ${QUESTION}`,
  `Or see for yourself: ${TO_SEE.join(' or ')}`,
  'Tab completes, Ctrl-C stops the work, exit leaves.',
].join('\n');

/** The chat as a prompt in the terminal. Fulfilled when the person leaves, or the piped input has ended. */
export async function openPrompt(options: PromptOptions): Promise<void> {
  const { commands, lab, missed, own = NOTHING_REMEMBERED } = options;
  const { input = process.stdin, output = process.stdout, out = 'replies' } = options;
  const inTerminal = input.isTTY === true && output.isTTY === true;
  const lines = createInterface({
    input,
    output,
    terminal: inTerminal,
    prompt: inTerminal ? 'halflife> ' : '',
    completer: (line: string) => completeWithPast(commands, line, own.memory),
  });
  const conversation = { commands, lab, missed, own, out, progressTo: output };
  const files = new Files();
  let running: Interruption | null = null;
  let buttons: readonly Button[] = [];

  /** Answers a line. Returns the message that is to be changed before it is sent, if the line pressed a button for one. */
  async function respond(line: string): Promise<string | null> {
    const number = buttons.length > 0 && /^\s*\d+\s*$/u.test(line) ? Number(line) : null;
    const button = number === null ? undefined : buttons[number - 1];
    if (button?.opensForm === true) return writeMessage(button.sends);
    const ask = (): Invocation => {
      if (number === null) return readMessage(commands, line);
      if (button !== undefined) return button.sends;
      throw new UserError(`there is no button ${number}: the last reply has 1 to ${buttons.length}`);
    };
    const open = (name: string) => (button === undefined ? files.openTyped(name) : files.openPressed(name));
    running = new Interruption();
    try {
      const { answer, saved } = await replyToTerminal({ ...conversation, open }, ask, running);
      if (answer.outcome === 'answered') buttons = answer.reply.buttons;
      for (const [index, { name }] of answer.reply.files.entries()) files.remember(name, saved.files[index]!.path);
      const bullet = (label: string, _: string, index: number) => `${index + 1}) ${label}`;
      output.write(`${showReply(answer.reply, saved, output, bullet)}`);
      if (answer.outcome === 'broken') process.stderr.write(`${inspect(answer.error)}\n`);
    } catch (error) {
      if (!(error instanceof OutFolderError)) throw error;
      output.write(`${showMarkdown(error.message, output)}\n`);
    } finally {
      running = null;
    }
    return null;
  }

  lines.on('SIGINT', () => {
    if (running?.interrupt() === true) return;
    if (running === null && lines.line !== '') emptyLine(lines);
    else lines.close();
  });
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    lines.close(); // nobody reads on
  });
  let open = true;
  lines.once('close', () => {
    open = false;
  });

  if (inTerminal) output.write(`${GREETING}\n`);
  lines.prompt();
  for await (const line of lines) {
    if (line.trim() === 'exit') return lines.close();
    const toChange = line.trim() === '' ? null : await respond(line);
    if (toChange !== null && !inTerminal) output.write(`Change this and send it: ${toChange}\n`);
    if (open) lines.prompt(); // input may have ended while lines of it still wait
    if (toChange !== null && inTerminal) lines.write(toChange);
  }
  lines.close();
}

function emptyLine(lines: Interface): void {
  lines.write(null, { ctrl: true, name: 'e' });
  lines.write(null, { ctrl: true, name: 'u' });
}
