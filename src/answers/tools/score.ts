import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Question } from '../examples.ts';
import { scoreOf } from '../finder/score.ts';
import { openKnowledge } from '../knowledge.ts';

/** `npm run --silent ask:score -- FILE.jsonl`: labelled questions in, how well they are answered out, as one JSON object. */

const OFF_TOPIC = 'out-of-scope';

const labelled = z.object({ q: z.string(), topic: z.string(), also: z.array(z.string()).default([]) });

/** The file cannot be scored: why, as one line. */
class ScoreFileError extends Error {
  override readonly name = 'ScoreFileError';
}

function readLabelled(path: string | undefined, ids: ReadonlySet<string>): Question[] {
  if (path === undefined) throw new ScoreFileError('usage: npm run --silent ask:score -- FILE.jsonl');
  const rows = read(path).split('\n');
  return rows.flatMap((row, index) => (row.trim() === '' ? [] : [readRow(row, `${path}, line ${index + 1}`, ids)]));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ScoreFileError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function readRow(row: string, where: string, ids: ReadonlySet<string>): Question {
  const { success, data } = labelled.safeParse(parsed(row));
  if (!success) throw new ScoreFileError(`${where}: {"q": "…", "topic": "…", "also": []} is needed`);
  const answers = data.topic === OFF_TOPIC ? [] : [data.topic, ...data.also];
  const stranger = answers.find((id) => !ids.has(id));
  if (stranger !== undefined) throw new ScoreFileError(`${where}: there is no answer ${stranger}`);
  return { text: data.q, answers, batch: '' };
}

function parsed(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return null; // said as any other line that does not fit
  }
}

try {
  const knowledge = openKnowledge(new URL('../', import.meta.url));
  const questions = readLabelled(process.argv[2], new Set(knowledge.answers.map(({ id }) => id)));
  const score = scoreOf(questions.map((question) => ({ question, found: knowledge.find(question.text) })));
  process.stdout.write(`${JSON.stringify(score)}\n`);
} catch (error) {
  if (!(error instanceof ScoreFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
