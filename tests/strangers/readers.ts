import { parentPort, workerData } from 'node:worker_threads';
import { openKnowledge } from '../../src/answers/knowledge.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { nearest } from '../../src/chat/nearest.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { asTyped } from '../../src/chat/quote.ts';

/** Runs in a thread of its own, which can be ended: gives texts to whatever reads what strangers type, telling which. */

export interface Given {
  /** A reader by its name, or by a number whichever that is. */
  readonly reader: string | number;
  /** Repeated up to the length, and what stands behind it. */
  readonly unit: string;
  readonly end: string;
  readonly length: number;
}

const commands = await findCommands(new URL('../../commands/', import.meta.url));
const knowledge = openKnowledge(new URL('../../src/answers/', import.meta.url));

const readers = new Map<string, (text: string) => unknown>([
  ['quoting', asTyped],
  ['the finder', (text) => knowledge.find(text)],
  ['titles', (text) => knowledge.titlesFor(text, 25)],
  ['the nearest word', (text) => nearest(text, [`${text}a`])],
]);
for (const { name, options } of commands) {
  for (const [option, schema] of Object.entries(options.shape)) {
    const { suggest } = traitsOf(schema);
    readers.set(`/${name} ${option}`, (text) => schema.safeParse(text));
    if (suggest !== undefined) readers.set(`/${name} ${option}, being typed`, (text) => suggest(text, {}));
  }
}

const all = [...readers];
for (const { reader, unit, end, length } of workerData as readonly Given[]) {
  const [name, read] = typeof reader === 'number' ? all[reader % all.length]! : [reader, readers.get(reader)!];
  parentPort!.postMessage(`${name}: ${JSON.stringify(unit)} for ${length} characters, then ${JSON.stringify(end)}`);
  read(unit.repeat(length / unit.length) + end);
}
parentPort!.postMessage('done');
