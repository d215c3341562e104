import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { AnswerFileError, readAnswer, type TaughtAnswer } from './answer-file.ts';
import { type Question, readQuestions } from './examples.ts';

/** All that the bot can explain, and the ways of asking it is taught. */
export interface Library {
  readonly answers: readonly TaughtAnswer[];
  readonly questions: readonly Question[];
}

const ANSWER = '.md';
const QUESTIONS = '.questions.txt';
const OFF_TOPIC = 'off-topic.txt';

/** Reads a folder's answers: `id.md` is one. Throws AnswerFileError. */
export function readAnswers(folder: URL): TaughtAnswer[] {
  const answers = filesIn(folder, ANSWER).map((file) => readAnswer(file.slice(0, -ANSWER.length), text(folder, file)));
  const ids = new Set(answers.map(({ id }) => id));
  for (const { id, related } of answers) {
    const stranger = related.find((other) => !ids.has(other) || other === id);
    if (stranger !== undefined) throw new AnswerFileError(`${id}.md: related: there is no other answer ${stranger}`);
  }
  return answers;
}

/**
 * Reads the ways of asking too: `id.questions.txt` has those for an answer, `off-topic.txt` messages for which there is
 * none; every title is one as well. Throws AnswerFileError.
 */
export function readLibrary(folder: URL): Library {
  const answers = readAnswers(folder);
  const titles = answers.map(({ id, title }): Question => ({ text: title, answers: [id], batch: 'titles' }));
  const written = filesIn(folder, QUESTIONS).flatMap((file) => {
    const id = file.slice(0, -QUESTIONS.length);
    if (!answers.some((answer) => answer.id === id)) throw new AnswerFileError(`${file}: there is no answer ${id}.md`);
    return readQuestions(id, text(folder, file));
  });
  const questions = [...written, ...readQuestions(null, text(folder, OFF_TOPIC)), ...titles];
  const ids = new Set(answers.map(({ id }) => id));
  for (const { text: words, answers: named } of questions) {
    const stranger = named.find((id) => !ids.has(id));
    if (stranger !== undefined) throw new AnswerFileError(`"${words}" names ${stranger}: there is no such answer`);
  }
  return { answers, questions };
}

/** A mark of all that the finder learns from: while it stays, so does what was learnt. */
export function markOf(folder: URL, answers: readonly TaughtAnswer[]): string {
  const hash = createHash('sha256');
  for (const { id, title } of answers) hash.update(`${id}\n${title}\n`);
  for (const file of [...filesIn(folder, QUESTIONS), OFF_TOPIC]) hash.update(`${file}\n`).update(text(folder, file));
  return hash.digest('hex');
}

function filesIn(folder: URL, ending: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort();
}

function text(folder: URL, file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}
