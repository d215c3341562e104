import { inspect } from 'node:util';
import type { Answer } from '../chat/answer.ts';
import { CommandsError, findCommands } from '../chat/find-commands.ts';
import { Interruption } from '../chat/interruption.ts';
import { writeMessage } from '../chat/invocation.ts';
import { readMessage } from '../chat/message.ts';
import type { Reply } from '../chat/reply.ts';
import { openLab } from '../lab/index.ts';
import { readEnvironment, SettingsError } from '../settings.ts';
import { readArguments, type SayArguments, UsageError } from './arguments.ts';
import { Files } from './files.ts';
import { showMarkdown } from './markdown.ts';
import { openRemembered } from './own-memory.ts';
import { replyToTerminal, showReply } from './reply-to-terminal.ts';
import { OutFolderError, type SavedReply } from './save-reply.ts';

/** Exit codes: what a script can tell apart. 130 is what shells give a program ended by Ctrl-C. */
const EXIT_CODES = {
  answered: 0,
  broken: 1,
  mistake: 2,
  late: 2,
  unavailable: 1,
  stopped: 130,
} as const satisfies Record<Answer['outcome'], number>;

/** What can be wrong with how it was called. */
const EXPECTED = [UsageError, OutFolderError, SettingsError];

/** Says one message and prints its reply. Returns the exit code. */
export async function run(argv: readonly string[], commandsFolder: URL): Promise<number> {
  const { stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `say … | head -1` has read enough: not our failure, and there is nobody to tell.
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const said = readArguments(argv);
    const { answer, saved } = await reply(said, commandsFolder);
    if (answer.outcome === 'answered') {
      stdout.write(said.json ? `${JSON.stringify(asJson(answer.reply, saved))}\n` : asText(answer.reply, saved));
    } else {
      stderr.write(`${showMarkdown(answer.reply.text, stderr)}\n`);
      if (answer.outcome === 'broken') stderr.write(`${inspect(answer.error)}\n`);
    }
    return EXIT_CODES[answer.outcome];
  } catch (error) {
    if (error instanceof CommandsError) {
      stderr.write(`${error.message}\n`);
      return EXIT_CODES.broken;
    }
    if (!EXPECTED.some((kind) => error instanceof kind)) throw error;
    stderr.write(`${(error as Error).message}\n`);
    return EXIT_CODES.mistake;
  }
}

async function reply({ message, out }: SayArguments, commandsFolder: URL) {
  const interruption = new Interruption();
  process.on('SIGINT', () => {
    if (!interruption.interrupt()) process.exit(EXIT_CODES.stopped); // who insists does not have to wait
  });
  const { own, missed, close } = openRemembered(readEnvironment('.env', process.env), (line) => {
    process.stderr.write(`${line}\n`);
  });
  const lab = openLab(); // its threads start while the commands are loaded
  try {
    const commands = await findCommands(commandsFolder);
    const files = new Files();
    const open = (path: string) => files.openTyped(path);
    const conversation = { commands, lab, missed, own, out, progressTo: process.stderr, open };
    return await replyToTerminal(conversation, () => readMessage(commands, message), interruption);
  } finally {
    await Promise.all([lab.close(), close()]);
  }
}

function asText(reply: Reply, saved: SavedReply): string {
  return showReply(reply, saved, process.stdout, (label, message) => `${label}: ${message}`);
}

function asJson({ text, buttons, data }: Reply, saved: SavedReply) {
  const sending = buttons.map(({ label, sends }) => ({ label, sends: writeMessage(sends) }));
  return { text, ...saved, buttons: sending, data: data ?? null };
}

if (import.meta.main) {
  process.exitCode = await run(process.argv.slice(2), new URL('../../commands/', import.meta.url));
}
