import { z } from 'zod';
import { type Command, command } from '../src/chat/command.ts';
import { MAX_CUSTOM_ID, parseMessage, writeCustomId } from '../src/chat/invocation.ts';
import type { PastExperiment } from '../src/chat/memory.ts';
import { textOption } from '../src/chat/options.ts';
import { agoInWords, askedIn, fileIn, messageAsCode, messageOf, verdictInWords } from '../src/chat/past-run.ts';
import { searchedWords } from '../src/chat/past-suggestions.ts';
import { quote } from '../src/chat/quote.ts';
import { type Button, MAX_BUTTONS, MAX_TEXT, type Reply, say } from '../src/chat/reply.ts';

/** So many without words to search for; with them as many as there are buttons for. */
const LAST = 10;
/** A longer message is cut: it would push all others out of the reply. */
const LONGEST_MESSAGE = 400;
/** For the lines above and below the runs. */
const ROOM = 250;

const FIRST: Button = { label: 'Train with and without decay', sends: parseMessage('/train lr:0.05 wd:0.01') };

const options = z.object({
  run: textOption<string>('Words to find a run by: adamw, ridge, helped', {
    read: (text) => {
      const words = searchedWords(text);
      return words === '' ? { wrong: 'is empty: give words to find a run by, such as ridge helped' } : { value: words };
    },
    write: (words) => words,
    suggestsPast: true,
  }).optional(),
});

export default command({
  name: 'history',
  description: 'Your own last runs, what came of them, and a button to run each again',
  secret: true,
  options,
  examples: ['/history', '/history run:ridge helped'],
  async run({ run: words }, { commands, memory }): Promise<Reply> {
    const most = words === undefined ? LAST : MAX_BUTTONS;
    const found = await memory.past({ most: most + 1, ...(words !== undefined && { words }) });
    if (found.length === 0) return words === undefined ? nothingYet() : notFound(words);
    const past = found.slice(0, most);
    const lines = linesThatFit(past, commands, Date.now());
    const shown = past.slice(0, lines.length);
    const isAll = shown.length === found.length;
    const text = [
      headingOf(shown.length, words, isAll),
      lines.join('\n'),
      ...(isAll ? [] : ['-# There are more: `/history run:adamw helped` lists those with these words in them.']),
    ].join('\n\n');
    return {
      ...say(text, { private: true }),
      buttons: againButtons(shown, commands),
      data: shown.map((each) => ({ ...each, message: messageOf(each) })),
    };
  },
});

function headingOf(number: number, words: string | undefined, isAll: boolean): string {
  const runs = number === 1 ? 'run' : `${number} runs`;
  if (words !== undefined) return `**Your ${isAll ? '' : 'last '}${runs} with ${quote(words)}**, the newest first`;
  return `**Your ${isAll ? '' : 'last '}${runs}**, the newest first`;
}

/** A line for each, as many as a reply has room for; at least one. */
function linesThatFit(past: readonly PastExperiment[], commands: readonly Command[], now: number): string[] {
  const lines: string[] = [];
  let room = MAX_TEXT - ROOM;
  for (const [index, each] of past.entries()) {
    const line = `${index + 1}. ${lineOf(each, commands, now)}`;
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  return lines;
}

function lineOf(past: PastExperiment, commands: readonly Command[], now: number): string {
  const file = fileIn(askedIn(past), commands);
  return [
    agoInWords(past.at, now),
    messageAsCode(past, LONGEST_MESSAGE),
    verdictInWords(past),
    past.headline,
    ...(file === null ? [] : [`to run it again, attach ${quote(file)} again`]),
  ].join(' · ');
}

/** One for each different run that a button can ask for: not where its file would be missing, or where it is too long. */
function againButtons(past: readonly PastExperiment[], commands: readonly Command[]): Button[] {
  const byId = new Map<string, Button>();
  for (const [index, each] of past.entries()) {
    const sends = askedIn(each);
    const id = writeCustomId(sends);
    const isKnown = commands.some(({ name }) => name === sends.command);
    if (byId.has(id) || !isKnown || id.length > MAX_CUSTOM_ID || fileIn(sends, commands) !== null) continue;
    byId.set(id, { label: `Run ${index + 1} again`, sends });
  }
  return [...byId.values()];
}

function nothingYet(): Reply {
  const text =
    'No run of yours is kept. Once one is, it is listed here, for you alone: start with `/train lr:0.05 wd:0.01`.';
  return { ...say(text, { private: true }), buttons: [FIRST], data: [] };
}

function notFound(words: string): Reply {
  const text = `None of your runs has ${quote(words)} in its message or its verdict.`;
  const all: Button = { label: 'My last runs', sends: { command: 'history', options: {} } };
  return { ...say(text, { private: true }), buttons: [all], data: [] };
}
