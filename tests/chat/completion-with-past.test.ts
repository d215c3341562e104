import { describe, expect, test } from 'vitest';
import { completionsFor } from '../../src/chat/completion.ts';
import { completionsWithPast } from '../../src/chat/completion-with-past.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { readMessage } from '../../src/chat/message.ts';
import { completeWithPast } from '../../src/terminal/completion.ts';
import { remembering } from '../commands/remembering.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

async function withRuns(...messages: readonly string[]) {
  const { ran, context, store } = remembering();
  for (const message of messages) await ran('ada', message);
  return { store, memory: context('ada').memory, others: context('bob').memory };
}

describe('while a run of one’s own is looked for', () => {
  test('those with the words typed so far are offered, and what is put in can be read and finds it', async () => {
    const { memory, others } = await withRuns('/train lr:0.05 wd:0.01', '/sweep', '/compare a:wd 0.01 b:no decay');
    const offered = async (text: string, who = memory) => {
      const { from, items } = await completionsWithPast(commands, text, who);
      return items.map(({ label, insert }) => ({ label, message: text.slice(0, from) + insert }));
    };
    expect(await offered('/history run:')).toHaveLength(3);
    for (const typed of ['train', 'wd:0.01 tra', 'TRAIN hel', '"/train']) {
      const text = typed.includes(':') && !typed.startsWith('"') ? `/history run:"${typed}` : `/history run:${typed}`;
      const items = await offered(text);
      expect(
        items.map(({ label }) => label),
        text,
      ).toEqual(['just now · /train lr:0.05 wd:0.01 · helped']);
      const { command, options } = readMessage(commands, items[0]!.message);
      expect({ command, ...options }).toEqual({ command: 'history', run: '/train lr:0.05 wd:0.01' });
    }
    expect(await offered('/history run:ridge')).toEqual([]);
    expect(await offered('/history run:', others)).toEqual([]);
  });

  test('everything else is offered as it is without a past', async () => {
    const { memory } = await withRuns('/train lr:0.05 wd:0.01');
    for (const text of ['/', '/hist', '/history ', '/train wd:', '/ask What', 'what is wd', '']) {
      expect(await completionsWithPast(commands, text, memory)).toEqual(completionsFor(commands, text));
    }
  });

  test('nothing is offered, and nothing fails, while the store is away', async () => {
    const { store, memory } = await withRuns('/sweep');
    store.away = true;
    expect((await completionsWithPast(commands, '/history run:', memory)).items).toEqual([]);
  });

  test('Tab in a terminal offers them too', async () => {
    const { memory } = await withRuns('/train lr:0.05 wd:0.01', '/sweep');
    expect(await completeWithPast(commands, '/history run:', memory)).toEqual([
      ['/sweep', '"/train lr:0.05 wd:0.01"'],
      '',
    ]);
    expect(await completeWithPast(commands, '/history run:/s', memory)).toEqual([['/sweep'], '/s']);
  });
});
