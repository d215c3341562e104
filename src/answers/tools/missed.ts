import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { MemoryUnavailableError } from '../../chat/memory.ts';
import { readEnvironment, readMissedQuestions, readStorage, type Settings, SettingsError } from '../../settings.ts';
import type { KeptQuestion } from '../../store/missed-questions.ts';
import { MISSED_QUESTIONS_FILE } from '../../store/missed-questions-file.ts';
import { openStore } from '../../store/open-store.ts';
import { DATABASE_FILE } from '../../store/sqlite.ts';
import { stemsOf } from '../finder/features.ts';

/**
 * `npm run --silent ask:missed`: the questions that got no answer straight away, the most frequent first, so that whoever
 * runs the bot knows which answer to write next.
 */

const MOST = 50;

/** Words that make no difference to what is asked. */
const IDLE = new Set([
  'a',
  'an',
  'the',
  'is',
  'are',
  'what',
  'whats',
  'do',
  'does',
  'to',
  'of',
  'in',
  'i',
  'my',
  'it',
  's',
]);

/** The same question in nearly the same words: the stems that tell, whatever their order. */
function keyOf({ text }: KeptQuestion): string {
  const stems = [...new Set(stemsOf(text))].filter((stem) => !IDLE.has(stem)).sort();
  return stems.length === 0 ? text.trim() : stems.join(' ');
}

function listed(questions: readonly KeptQuestion[]): string {
  const newest = questions.at(-1)!;
  const [first] = newest.nearest;
  const near = first === undefined ? '' : `, nearest ${first.id} (${Math.round(100 * first.score)} %)`;
  const times = questions.length === 1 ? 'once' : `${questions.length} times`;
  return `${times}, last on ${newest.time.slice(0, 10)}, ${newest.outcome}${near}\n    ${newest.text.replace(/\s+/gu, ' ')}`;
}

/** Looking makes nothing: who looks is not always who runs the bot, and what they made might not be the bot's to use. */
async function kept(storage: Settings['storage']): Promise<KeptQuestion[]> {
  const files = [DATABASE_FILE, MISSED_QUESTIONS_FILE];
  if ('dataDir' in storage && !files.some((file) => existsSync(join(storage.dataDir, file)))) return [];
  const store = openStore(storage);
  try {
    return await store.missed.list();
  } finally {
    await store.close();
  }
}

try {
  const variables = readEnvironment('.env', process.env);
  const areKept = readMissedQuestions(variables) !== null;
  const storage = readStorage(variables);
  const questions = areKept ? await kept(storage) : [];
  const groups = [...Map.groupBy(questions, keyOf).values()].toSorted(
    (a, b) => b.length - a.length || b.at(-1)!.time.localeCompare(a.at(-1)!.time),
  );
  const lines = groups.slice(0, MOST).map(listed);
  const place = 'dataDir' in storage ? storage.dataDir : 'the database';
  if (!areKept) lines.push('Missed questions are not kept: MISSED_QUESTIONS is off.');
  else if (groups.length === 0) lines.push(`No question was missed yet, as far as ${place} tells.`);
  process.stdout.write(`${lines.join('\n')}\n`);
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (error instanceof MemoryUnavailableError) {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
  } else throw error;
}
