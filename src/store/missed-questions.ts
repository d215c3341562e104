import { appendFile, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context, MissedQuestion } from '../chat/command.ts';

/** The questions that got no answer straight away: a file of JSON lines that whoever runs the bot reads. */
export interface MissedQuestions {
  /** Writes one down. Never rejects: `onFailure` hears of a disk that will not have it. */
  keep(question: MissedQuestion): Promise<void>;
  /** All that were kept, oldest first. */
  list(): Promise<KeptQuestion[]>;
}

export interface KeptQuestion extends MissedQuestion {
  /** When, as ISO 8601. */
  readonly time: string;
}

const FILE = 'missed-questions.jsonl';
/** Beyond this the file is put aside as `….old.jsonl`, in the place of the one before: the disk does not fill up. */
const MAX_BYTES = 5_000_000;

const kept = z.object({
  time: z.string(),
  text: z.string(),
  outcome: z.enum(['offered', 'lost']),
  nearest: z.array(z.object({ id: z.string(), score: z.number() })),
});

/** What a surface calls for each missed question; nothing is kept where the folder is null. */
export function keeperOf(folder: string | null, onFailure: (error: unknown) => void): Context['missed'] {
  if (folder === null) return () => {};
  const questions = openMissedQuestions(folder, onFailure);
  return (question) => void questions.keep(question);
}

export function openMissedQuestions(
  folder: string,
  onFailure: (error: unknown) => void,
  maxBytes = MAX_BYTES,
): MissedQuestions {
  const file = join(folder, FILE);
  const old = join(folder, FILE.replace('.jsonl', '.old.jsonl'));
  let writing: Promise<void> = Promise.resolve();

  async function write(line: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    const { size } = await stat(file).catch(ifMissing({ size: 0 }));
    if (size > maxBytes) await rename(file, old);
    // A line cut short, when the power went, is not to take this one with it.
    await appendFile(file, (await endsInside(file)) ? `\n${line}` : line);
  }

  return {
    keep(question) {
      const line = `${JSON.stringify({ time: new Date().toISOString(), ...question } satisfies KeptQuestion)}\n`;
      writing = writing.then(() => write(line)).catch(onFailure);
      return writing;
    },
    async list() {
      const texts = await Promise.all([old, file].map((path) => readFile(path, 'utf8').catch(ifMissing(''))));
      return texts.join('').split('\n').flatMap(readLine);
    },
  };
}

/** A line cut short when the power went is passed over. */
function readLine(line: string): KeptQuestion[] {
  try {
    const { success, data } = kept.safeParse(JSON.parse(line));
    return success ? [data] : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Whether a file's last line has no end. */
async function endsInside(file: string): Promise<boolean> {
  const handle = await open(file, 'a+');
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() !== '\n';
  } finally {
    await handle.close();
  }
}

function ifMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };
}
