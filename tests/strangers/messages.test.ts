import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import type { ChartSpec } from '../../src/charts/spec.ts';
import { answer } from '../../src/chat/answer.ts';
import type { Context } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { type Invocation, parseCustomId, parseFormId, writeLink } from '../../src/chat/invocation.ts';
import { readMessage } from '../../src/chat/message.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { Asker } from '../../src/store/store.ts';
import { unheard } from '../chat/no-lab.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { harmIn } from './harmless.ts';
import { tinyLab } from './tiny-lab.ts';
import { anyCustomId, anyMessage } from './typed.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

/** In milliseconds: some twenty seconds of work, on machines that may have other things to do. */
const PATIENCE = 300_000;
const MESSAGES = 17_000;
const BUTTONS = 3_000;
/** So many of the charts are really drawn: that takes a hundred times the rest. */
const DRAWN = 12;
const EVERY = 80;

const FILES: Readonly<Record<string, string>> = {
  'train.png': `x,y\n${Array.from({ length: 12 }, (_, i) => `${i},${(i * 5) % 7}`).join('\n')}`,
  'mine.csv': `x,y\n${Array.from({ length: 12 }, (_, i) => `${i},${(i * 7) % 5}`).join('\n')}`,
  'hurt.csv': `"@everyone \u202e","\`\`\`js","<@1>\n# a","[a](https://evil.example)"\n${Array.from({ length: 12 }, (_, i) => `${i},${i % 3},${i * i},${i % 2 === 0 ? '=cmd|A0' : '||b||'}`).join('\n')}`,
};

async function open(name: string): Promise<Uint8Array> {
  const text = FILES[name.toLowerCase()];
  if (text === undefined) throw new UserError('no such file');
  return new TextEncoder().encode(text);
}

const dot = PNG.sync.write(new PNG({ width: 1, height: 1 }));
let artist: Promise<ReturnType<typeof createArtist>> | undefined;
let [charts, drawn] = [0, 0];
async function draw(chart: ChartSpec): Promise<Uint8Array> {
  if (charts++ % EVERY !== 0 || drawn === DRAWN) return dot;
  drawn++;
  artist ??= Promise.resolve(createArtist());
  return (await artist).draw(chart);
}

const lab = tinyLab(draw);
const store = new StoreInMemory();
const asker: Asker = { person: 'stranger', server: { id: '1', mayManage: true } };
const context: Omit<Context, 'commands'> = {
  ...unheard,
  ...{ lab, open, memory: store.memoryOf(asker), signal: new AbortController().signal },
};
const outcomes = new Map<string, number>();

async function check(ask: () => Invocation): Promise<void> {
  let asked: Invocation | undefined;
  const remembered = () => {
    asked = ask();
    return asked;
  };
  const answered = await answer(commands, remembered, context);
  if (answered.outcome === 'broken') throw answered.error;
  const { outcome, reply } = answered;
  expect(harmIn(reply)).toEqual([]);
  expect(() => JSON.stringify(reply.data)).not.toThrow();
  if (reply.finished !== undefined) await store.keep(asker, { ...reply.finished, link: writeLink(asked!) });
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

describe('whatever a stranger sends', () => {
  test(`${MESSAGES} messages each get a reply that breaks nothing and does no harm`, {
    timeout: PATIENCE,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage(commands), (text) => check(() => readMessage(commands, text))),
      { numRuns: MESSAGES },
    );
  });

  test(`${BUTTONS} forged buttons do, too`, { timeout: PATIENCE }, async () => {
    await fc.assert(
      fc.asyncProperty(anyCustomId(commands), (id) => check(() => parseFormId(id) ?? parseCustomId(id))),
      { numRuns: BUTTONS },
    );
  });

  test('that was no idle talk: most was understood, networks were trained, charts were made and drawn', () => {
    expect(outcomes.get('answered')).toBeGreaterThan((MESSAGES + BUTTONS) / 4);
    expect(outcomes.get('mistake')).toBeGreaterThan((MESSAGES + BUTTONS) / 4);
    expect(lab.trained()).toBeGreaterThan(2_000);
    expect(drawn).toBe(DRAWN);
  });
});
