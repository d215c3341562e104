import { writeFileSync } from 'node:fs';
import { encodeModel } from '../finder/model-file.ts';
import { MODEL_FILE } from '../finder/open.ts';
import { trainFinder } from '../finder/train-finder.ts';
import { markOf, readLibrary } from '../library.ts';

/** `npm run ask:train`: teaches the finder the questions in src/answers, and stores what it learnt beside them. */
const folder = new URL('../', import.meta.url);
const library = readLibrary(folder);
const started = performance.now();
const model = trainFinder(library);
const file = encodeModel(model, markOf(folder, library.answers));
writeFileSync(new URL(MODEL_FILE, folder), file);
const seconds = ((performance.now() - started) / 1_000).toFixed(0);
process.stdout.write(
  `${library.questions.length} questions for ${library.answers.length} answers, learnt in ${seconds} s: ` +
    `${MODEL_FILE}, ${(file.length / 1e6).toFixed(1)} MB; limits ${JSON.stringify(model.limits)}\n`,
);
