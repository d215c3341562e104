import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { readJson } from './json.ts';
import type { Tables } from './tables.ts';

/** The JSON lines where an earlier version kept missed questions. */
export const MISSED_QUESTIONS_FILE = 'missed-questions.jsonl';
const FILES = ['missed-questions.old.jsonl', MISSED_QUESTIONS_FILE];

const line = z.object({
  time: z.iso.datetime(),
  text: z.string(),
  outcome: z.enum(['offered', 'lost']),
  nearest: z.array(z.object({ id: z.string(), score: z.number() })),
});

/** Takes the questions that an earlier version kept into the database, once: their files are then called `….imported`. */
export async function takeOverMissedQuestions(db: Kysely<Tables>, folder: string): Promise<void> {
  for (const file of FILES.map((name) => join(folder, name)).filter((path) => existsSync(path))) {
    const rows = readRows(await readFile(file, 'utf8'));
    await db.transaction().execute(async (transaction) => {
      for (const row of rows) await addOnce(transaction, row);
    });
    await rename(file, `${file}.imported`);
  }
}

type Row = Pick<Tables['missed_question'], 'at' | 'question'>;

/** A line cut short when the power went is passed over. */
function readRows(text: string): Row[] {
  return text.split('\n').flatMap((json) => {
    const kept = readJson(json, line);
    if (kept === undefined) return [];
    const { time, ...question } = kept;
    return [{ at: Date.parse(time), question: JSON.stringify(question) }];
  });
}

/** Not again where another process takes them over as well, or this was cut short before. */
async function addOnce(db: Kysely<Tables>, { at, question }: Row): Promise<void> {
  const found = await db
    .selectFrom('missed_question')
    .select('id')
    .where('at', '=', at)
    .where('question', '=', question)
    .executeTakeFirst();
  if (found === undefined) await db.insertInto('missed_question').values({ at, question }).execute();
}
