import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { Command } from './command.ts';
import { traitsOf } from './options.ts';

const NAME = /^[a-z][a-z0-9-]{0,31}$/u;
const OPTION_NAME = /^[a-z][a-z0-9-]{0,31}$/u;

const MAX_DESCRIPTION = 100;
/** The name of an entry in a message's menu, on Discord. */
const MAX_MENU = 32;
/** Fields of a form, on Discord. */
const MOST_IN_A_FORM = 5;
/** Messages that show what a command can do. */
const MOST_EXAMPLES = 5;
/** Options of a command, or choices of an option. */
const MOST = 25;

const commandModule = z.object({
  default: z.object({
    name: z.string().regex(NAME),
    description: z.string().min(1).max(MAX_DESCRIPTION),
    options: z.instanceof(z.ZodObject),
    hears: z
      .union([
        z.strictObject({ silence: z.literal(true) }),
        z.strictObject({ words: z.string(), menu: z.string().min(1).max(MAX_MENU) }),
      ])
      .optional(),
    form: z.array(z.string()).min(1).max(MOST_IN_A_FORM).optional(),
    examples: z.array(z.string().startsWith('/')).min(1).max(MOST_EXAMPLES).optional(),
    for: z.literal('managers').optional(),
    secret: z.boolean().optional(),
    run: z.custom<Command['run']>((value) => typeof value === 'function'),
  }),
});

/** A folder's commands cannot be used: which file, and why. */
export class CommandsError extends Error {
  override readonly name = 'CommandsError';
}

/** Every command in a folder, by name: one a file, its default export. Throws CommandsError naming the file that is not. */
export async function findCommands(folder: URL): Promise<Command[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  const commands = await Promise.all(files.map((file) => loadCommand(new URL(file, folder))));
  for (const [index, { name }] of commands.entries()) {
    const first = commands.findIndex((command) => command.name === name);
    if (first < index) throw new CommandsError(`${files[first]} and ${files[index]} are both named ${name}`);
  }
  for (const what of ['silence', 'words'] as const) {
    const hearers = files.filter((_, index) => what in (commands[index]!.hears ?? {}));
    if (hearers.length > 1) throw new CommandsError(`${hearers.join(' and ')} both hear ${what}`);
  }
  return commands;
}

async function loadCommand(file: URL): Promise<Command> {
  try {
    return checkCommand(await import(file.href));
  } catch (error) {
    // A module that cannot be loaded does not always say which one it is.
    throw new CommandsError(`${file.pathname} is not a command: ${errorMessage(error)}`, { cause: error });
  }
}

function checkCommand(loaded: unknown): Command {
  const checked = commandModule.safeParse(loaded);
  if (!checked.success) throw new TypeError(z.prettifyError(checked.error));
  const command = checked.data.default as Command;
  const options = Object.entries(command.options.shape);
  if (options.length > MOST) throw new TypeError(`it has ${options.length} options: at most ${MOST} can be shown`);
  for (const [name, option] of options) checkOption(name, option);
  const { hears, form = [] } = command;
  const foreign = form.find((name) => !Object.hasOwn(command.options.shape, name));
  if (foreign !== undefined) throw new TypeError(`its form asks for ${foreign}, which is no option of it`);
  if (hears !== undefined && 'words' in hears && !Object.hasOwn(command.options.shape, hears.words)) {
    throw new TypeError(`it hears words as ${hears.words}, which is no option of it`);
  }
  return command;
}

/** Discord would refuse the whole list of commands for one such option, and only once the bot is started. */
function checkOption(name: string, option: z.ZodType): void {
  if (!OPTION_NAME.test(name)) throw new TypeError(`an option cannot be named ${name}`);
  const { description, choices = [] } = traitsOf(option); // throws for an option that options.ts did not make
  if (description === '' || description.length > MAX_DESCRIPTION) {
    throw new TypeError(
      `the description of ${name} has ${description.length} characters: 1 to ${MAX_DESCRIPTION} work`,
    );
  }
  if (choices.length > MOST) {
    throw new TypeError(`${name} has ${choices.length} choices: at most ${MOST} can be shown`);
  }
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
