import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import type { Command } from './command.ts';
import { traitsOf } from './options.ts';

const NAME = /^[a-z][a-z0-9-]{0,31}$/u;

const commandModule = z.object({
  default: z.object({
    name: z.string().regex(NAME),
    description: z.string().min(1).max(100),
    options: z.instanceof(z.ZodObject),
    run: z.custom<Command['run']>((value) => typeof value === 'function'),
  }),
});

/** Every command in a folder, by name: one a file, its default export. Throws naming the file that is not a command. */
export async function findCommands(folder: URL): Promise<Command[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(files.map((file) => loadCommand(new URL(file, folder))));
}

async function loadCommand(file: URL): Promise<Command> {
  const checked = commandModule.safeParse(await import(file.href));
  if (!checked.success) throw new TypeError(`${file.pathname} is not a command: ${z.prettifyError(checked.error)}`);
  const command = checked.data.default as Command;
  for (const [name, option] of Object.entries(command.options.shape)) {
    if (!NAME.test(name)) throw new TypeError(`${file.pathname}: an option cannot be named ${name}`);
    traitsOf(option); // throws for an option that options.ts did not make
  }
  return command;
}
