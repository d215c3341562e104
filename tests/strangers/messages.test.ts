import fc from 'fast-check';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import type { ChartSpec } from '../../src/charts/spec.ts';
import { answer } from '../../src/chat/answer.ts';
import type { Context } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { type Invocation, parseCustomId, parseFormId } from '../../src/chat/invocation.ts';
import { readMessage } from '../../src/chat/message.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { unheard } from '../chat/no-lab.ts';
import { harmIn } from './harmless.ts';
import { tinyLab } from './tiny-lab.ts';
import { anyCustomId, anyMessage } from './typed.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

const MESSAGES = 17_000;
const BUTTONS = 3_000;
/** So many of the charts are really drawn, the first of each command among them: drawing takes a hundred times the rest. */
const DRAWN = 24;

const FILES: Readonly<Record<string, string>> = {
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
let charts = 0;
async function draw(chart: ChartSpec): Promise<Uint8Array> {
  charts++;
  if (charts % 100 !== 1 || charts > 100 * DRAWN) return dot;
  artist ??= Promise.resolve(createArtist());
  return (await artist).draw(chart);
}

const lab = tinyLab(draw);
const context: Omit<Context, 'commands'> = { ...unheard, lab, open, signal: new AbortController().signal };
const outcomes: Record<string, number> = {};

async function check(ask: () => Invocation): Promise<void> {
  const answered = await answer(commands, ask, context);
  if (answered.outcome === 'broken') throw answered.error;
  outcomes[answered.outcome] = (outcomes[answered.outcome] ?? 0) + 1;
  expect(harmIn(answered.reply)).toEqual([]);
  expect(() => JSON.stringify(answered.reply.data)).not.toThrow();
}

describe('whatever a stranger sends', () => {
  test(`${MESSAGES} messages each get a reply that breaks nothing and does no harm`, async () => {
    await fc.assert(
      fc.asyncProperty(anyMessage(commands), (text) => check(() => readMessage(commands, text))),
      { numRuns: MESSAGES },
    );
  });

  test(`${BUTTONS} forged buttons do, too`, async () => {
    await fc.assert(
      fc.asyncProperty(anyCustomId(commands), (id) => check(() => parseFormId(id) ?? parseCustomId(id))),
      { numRuns: BUTTONS },
    );
  });
});

afterAll(() => {
  console.log(outcomes, lab.trained(), charts);
});
