import { readFileSync } from 'node:fs';
import { AnswerFileError, type TaughtAnswer } from '../answer-file.ts';
import { markOf } from '../library.ts';
import type { Finder, Found } from './finder.ts';
import { decide, read } from './model.ts';
import { decodeModel, ModelFileError, type StoredModel } from './model-file.ts';

export const MODEL_FILE = 'finder.model';

/** Told on stderr, once, where a teacher has changed questions or titles and not trained the finder again. */
const OUT_OF_DATE =
  'the questions or titles in src/answers have changed since the finder was trained: npm run ask:train';

/**
 * The finder that was trained on what is in this folder. One that is out of date still works: it leaves out answers that are gone,
 * and never proposes those that are new. Throws AnswerFileError where there is none that can be read.
 */
export function openFinder(folder: URL, answers: readonly TaughtAnswer[]): Finder {
  const { model, mark } = readModel(new URL(MODEL_FILE, folder));
  if (mark !== markOf(folder, answers)) process.emitWarning(OUT_OF_DATE);
  const there = new Set(answers.map(({ id }) => id));
  return {
    find(message): Found {
      const found = decide(model.ids, read(model, message), model.limits);
      return { ...found, ranked: found.ranked.filter(({ id }) => there.has(id)) };
    },
  };
}

function readModel(file: URL): StoredModel {
  try {
    return decodeModel(readFileSync(file));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing && !(error instanceof ModelFileError)) throw error;
    const why = isMissing ? 'it is missing' : error.message;
    throw new AnswerFileError(`${MODEL_FILE} cannot be used, ${why}: npm run ask:train makes it`, { cause: error });
  }
}
