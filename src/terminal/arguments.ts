import { parseArgs } from 'node:util';

export interface SayArguments {
  /** What is said: the words joined, for shells where nobody put quotes around them. */
  readonly message: string;
  /** Folder for pictures and files. */
  readonly out: string;
  readonly json: boolean;
}

/** The command line cannot be read: what is wrong, as one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const USAGE = 'usage: npm run --silent say -- [--json] [--out DIR] "/train lr:0.05 wd:0.01"';

/** Reads the command line. Throws UsageError. */
export function readArguments(argv: readonly string[]): SayArguments {
  const { values, positionals } = parse(argv);
  const { out, json } = values;
  if (positionals.join('').trim() === '') throw new UsageError(`what to say is missing; ${USAGE}`);
  if (out === '') throw new UsageError(`--out needs a folder; ${USAGE}`);
  return { message: positionals.join(' '), out, json };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { out: { type: 'string', default: 'replies' }, json: { type: 'boolean', default: false } },
    });
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')))
      throw error;
    const [problem] = error.message.split(/\. |\n/u); // what follows is Node's advice, which names no command of ours
    throw new UsageError(`${problem!.replace(/\.$/u, '')}; ${USAGE}`, { cause: error });
  }
}
