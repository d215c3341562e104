import type { z } from 'zod';
import type { Lab } from '../lab/lab.ts';
import type { Reply } from './reply.ts';

/** What a command may use while it runs. */
export interface Context {
  readonly lab: Lab;
  /** Aborts when the asker stops it or the bot shuts down. */
  readonly signal: AbortSignal;
  /** Tells the asker how far it is: a share from 0 to 1 and a few words. A surface may drop some. */
  readonly progress: (share: number, words: string) => void;
}

/** The options of a command: the one schema from which every surface is made. See options.ts. */
export type OptionsSchema = z.ZodObject<Record<string, z.ZodType>>;

/** One thing people can type. A file in commands/ exports one as its default. */
export interface Command<Schema extends OptionsSchema = OptionsSchema> {
  /** Lower case, as typed after the slash. */
  readonly name: string;
  /** One line for `/help` and Discord's list: at most 100 characters. */
  readonly description: string;
  readonly options: Schema;
  run(options: z.output<Schema>, context: Context): Promise<Reply>;
}

/** Gives `run` the types of its own schema. */
export function command<Schema extends OptionsSchema>(definition: Command<Schema>): Command<Schema> {
  return definition;
}
