import type { z } from 'zod';
import type { Lab } from '../lab/lab.ts';
import type { Invocation } from './invocation.ts';
import type { Memory } from './memory.ts';
import { nearest } from './nearest.ts';
import { oneOf, traitsOf } from './options.ts';
import { quote } from './quote.ts';
import type { Reply } from './reply.ts';
import { UserError } from './user-error.ts';

/** What a command may use while it runs. */
export interface Context {
  /** All that can be asked for, this command among them. */
  readonly commands: readonly Command[];
  readonly lab: Lab;
  /** Aborts when the work is not wanted any more: the asker gave it up, or the bot shuts down. */
  readonly signal: AbortSignal;
  /** Aborts when the asker has seen enough: the reply is then made of what is there. */
  readonly enough: AbortSignal;
  /** Reads a file that came with the request, by the name its option has. Throws UserError where it cannot. */
  readonly open: (name: string) => Promise<Uint8Array>;
  /** Tells the asker how far it is: a share from 0 to 1 and a few words. A surface may drop some. */
  readonly progress: (share: number, words: string) => void;
  /** Shows what is there already while the rest is worked on; the reply returned takes its place. May be dropped. */
  readonly show: (reply: Reply) => void;
  /** Keeps a question that got no answer, for whoever writes the answers. */
  readonly missed: (question: MissedQuestion) => void;
  /** What is remembered of the asker, and of the server they ask in. */
  readonly memory: Memory;
  /** Whether an answer is to be proved by a run made just now: it is, unless the server's settings say no. */
  readonly demos?: boolean;
}

/** A question that could not be answered straight away, and what came nearest. Nothing of who asked. */
export interface MissedQuestion {
  readonly text: string;
  /** Whether some answers were offered, or none came near. */
  readonly outcome: 'offered' | 'lost';
  /** The nearest answers, best first, with the probability of each. */
  readonly nearest: readonly { readonly id: string; readonly score: number }[];
}

/** What is said without a slash, and which command hears it. */
export type Hears =
  /** A message without words, such as a bare mention. */
  | { readonly silence: true }
  /** Any words: they become this option. `menu` is what the command is called in a message's menu. */
  | { readonly words: string; readonly menu: string };

/** The options of a command: the one schema from which every surface is made. Its fields come from options.ts. */
export type OptionsSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** What is typed, or pressed, for a command: everything a surface has to know of it. */
export interface Command {
  /** Lower case, as typed after the slash. */
  readonly name: string;
  /** One line for `/help` and Discord's list: at most 100 characters. */
  readonly description: string;
  readonly options: OptionsSchema;
  readonly hears?: Hears;
  /** The options that a button may open a form for: at most five. */
  readonly form?: readonly string[];
  /** Messages that show what it can do, as they are typed; where there are none, examples.ts makes them. */
  readonly examples?: readonly string[];
  /** For those who may manage the server, in a server: to others it need not be offered. It checks itself who asks. */
  readonly for?: 'managers';
  /** Whether nobody but the asker is ever to see its replies: where others would, it is not run. */
  readonly secret?: boolean;
  /** Checks the raw options and runs. Throws UserError for a person's mistake. */
  run(raw: Readonly<Record<string, string>>, context: Context): Promise<Reply>;
}

/** So many are told at once: more would not be read, and all could be longer than a reply may be. */
const MOST_MISTAKES = 5;

interface Definition<Schema extends OptionsSchema> {
  readonly name: string;
  readonly description: string;
  readonly options: Schema;
  readonly hears?: Hears;
  readonly form?: readonly (keyof z.output<Schema> & string)[];
  readonly examples?: readonly string[];
  readonly for?: 'managers';
  readonly secret?: boolean;
  readonly run: (options: z.output<Schema>, context: Context) => Promise<Reply>;
}

/** Makes a command out of its one schema and what it does with the checked options. */
export function command<Schema extends OptionsSchema>(definition: Definition<Schema>): Command {
  return {
    ...definition,
    // async, so that a mistake in the options rejects like any other failure of the run
    run: async (raw, context) => definition.run(readOptions(definition, raw), context),
  };
}

function readOptions<Schema extends OptionsSchema>(
  { name, options }: Definition<Schema>,
  raw: Readonly<Record<string, string>>,
): z.output<Schema> {
  const names = Object.keys(options.shape);
  const unknown = Object.keys(raw).find((option) => !names.includes(option));
  if (unknown !== undefined) {
    const meant = nearest(unknown, names);
    const known = names.length === 0 ? 'it takes no options' : `its options are ${names.join(', ')}`;
    throw new UserError(`/${name} has no option ${quote(unknown)}: ${meant ? `did you mean ${meant}?` : known}`);
  }
  const read = options.safeParse({ ...raw });
  if (read.success) return read.data;
  const mistakes = read.error.issues.map((issue) => {
    const option = String(issue.path[0]);
    return raw[option] === undefined
      ? `/${name} needs ${option}: ${describe(options, option)}`
      : `${option} ${issue.message}`;
  });
  const more = mistakes.length - MOST_MISTAKES;
  const rest = more > 0 ? [`and ${more} more`] : [];
  throw new UserError([...mistakes.slice(0, MOST_MISTAKES), ...rest].join('\n'));
}

function describe(options: OptionsSchema, option: string): string {
  return traitsOf(options.shape[option]!).description;
}

/** Finds the command that was asked for. Throws UserError naming those there are. */
export function commandNamed(commands: readonly Command[], { command: name }: Invocation): Command {
  const found = commands.find((each) => each.name === name);
  if (found !== undefined) return found;
  const names = commands.map((each) => each.name);
  const meant = nearest(name, names);
  const known = meant ? `did you mean /${meant}?` : `it can be ${oneOf(names.map((each) => `/${each}`))}`;
  throw new UserError(`there is no command ${quote(`/${name}`)}: ${known}`);
}

/** An option in a line, with what it takes: `How many updates to make (1 to 100,000)`. */
export function describeOption(option: z.ZodType): string {
  const { description, choices, min, max } = traitsOf(option);
  if (choices !== undefined) return `${description} (${oneOf(choices)})`;
  if (min !== undefined && max !== undefined) {
    return `${description} (${min.toLocaleString('en')} to ${max.toLocaleString('en')})`;
  }
  return description;
}
