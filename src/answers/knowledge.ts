import MiniSearch from 'minisearch';
import type { TaughtAnswer } from './answer-file.ts';
import type { Finder, Found } from './finder/finder.ts';
import { openFinder } from './finder/open.ts';
import { readAnswers } from './library.ts';

/** What the bot knows, and how it is found. */
export interface Knowledge {
  readonly answers: readonly TaughtAnswer[];
  /** By its id or by its title, however these are written; undefined if there is none. */
  named(name: string): TaughtAnswer | undefined;
  /** From a message in anybody's words to ranked answers. */
  find(message: string): Found;
  /** Titles that fit what is typed so far, best first; the first few of all where nothing is typed. */
  titlesFor(typed: string, most: number): string[];
}

/** Reads what the folder has. Throws AnswerFileError for a file that cannot be used. */
export function openKnowledge(folder: URL): Knowledge {
  const answers = readAnswers(folder);
  const finder = openFinder(folder, answers);
  const titles = titleSearch(answers);
  const byName = new Map(answers.flatMap((answer) => [answer.id, answer.title].map((name) => [plain(name), answer])));
  return {
    answers,
    named: (name) => byName.get(plain(name)),
    find: (message) => finder.find(message),
    titlesFor(written, most) {
      const typed = written.slice(0, LONGEST_TITLE);
      if (plain(typed) === '') return answers.slice(0, most).map(({ title }) => title);
      const found = [...titles(typed), ...guesses(finder, typed)];
      const fitting = [...new Set(found)].map((id) => answers.find((answer) => answer.id === id)?.title);
      return fitting.filter((title) => title !== undefined).slice(0, most);
    },
  };
}

/** No title is longer; what is was pasted, and its beginning tells as much. */
const LONGEST_TITLE = 200;
/** So many of the finder's guesses are offered below the titles that share words with what is typed. */
const GUESSES = 5;

function guesses(finder: Finder, typed: string): string[] {
  const { confidence, ranked } = finder.find(typed);
  return confidence === 'lost' ? [] : ranked.slice(0, GUESSES).map(({ id }) => id);
}

/** Finds titles by their words as they are being typed: the last may be unfinished, any may be misspelt. */
function titleSearch(answers: readonly TaughtAnswer[]): (typed: string) => string[] {
  const search = new MiniSearch<TaughtAnswer>({ fields: ['title', 'id'], searchOptions: { prefix: true, fuzzy: 0.2 } });
  search.addAll(answers);
  return (typed) => search.search(typed).map(({ id }) => String(id));
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
