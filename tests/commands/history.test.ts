import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import history from '../../commands/history.ts';
import { MAX_CUSTOM_ID, parseCustomId, parseMessage, writeCustomId, writeLink } from '../../src/chat/invocation.ts';
import { MemoryUnavailableError } from '../../src/chat/memory.ts';
import { readMessage } from '../../src/chat/message.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { pastSuggestions } from '../../src/chat/past-suggestions.ts';
import { MAX_BUTTONS, MAX_LABEL, MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { anyCharacter } from '../chat/any-character.ts';
import { commands, HELPED, remembering } from './remembering.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('/history', () => {
  it('lists the last ten runs, the newest first: when, the message, what came of it', async () => {
    const { ran, context } = remembering();
    for (let n = 12; n >= 1; n--) await ran('ada', `/train lr:0.05 wd:0.0${n}`, { ago: n * HOUR + MINUTE });
    const { text, private: hidden } = await history.run({}, context('ada'));
    const lines = text.split('\n').filter((line) => /^\d/u.test(line));
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe(
      '1. 1 h ago · `/train lr:0.05 wd:0.01` · helped · validation loss 0.17 to 0.118 with wd 0.01',
    );
    expect(lines[9]).toContain('10. 10 h ago · `/train lr:0.05 wd:0.010`');
    expect(text).toContain('There are more');
    expect(hidden).toBe(true);
  });

  it.each([
    [0, 'just now'],
    [-HOUR, 'just now'],
    [59 * MINUTE, '59 min ago'],
    [23 * HOUR, '23 h ago'],
    [DAY + HOUR, 'yesterday'],
    [89 * DAY, '89 days ago'],
  ])('says of %d ms that it was %s', async (ago, words) => {
    const { ran, context } = remembering();
    await ran('ada', '/sweep', { ago });
    expect((await history.run({}, context('ada'))).text).toContain(`1. ${words} · \`/sweep\``);
  });

  it('has a button for each that asks the same again, in private if it was', async () => {
    const { ran, context } = remembering();
    const messages = ['/sweep private:yes', '/compare a:wd 0.01 b:no decay', '/train lr:0,05 wd:0.001; 0.01'];
    for (const message of messages) await ran('ada', message);
    const { buttons } = await history.run({}, context('ada'));
    expect(buttons.map(({ label }) => label)).toEqual(['Run 1 again', 'Run 2 again', 'Run 3 again']);
    const sent = buttons.map(({ sends }) => ({ ...parseCustomId(writeCustomId(sends)).options }));
    expect(sent).toEqual([...messages].reverse().map((message) => ({ ...parseMessage(message).options })));
  });

  it('leaves out a button that could only fail or be refused, and says what a file is missing', async () => {
    const { ran, context } = remembering();
    const long = `/compare a:${'wd 0.01 '.repeat(6)} b:${'lr 0.01 '.repeat(6)}`;
    await ran('ada', '/train csv:iris.csv target:petal');
    await ran('ada', long);
    await ran('ada', '/sweep');
    await ran('ada', '/sweep');
    const { text, buttons } = await history.run({}, context('ada'));
    expect(buttons).toMatchObject([{ label: 'Run 1 again', sends: { command: 'sweep' } }]);
    expect(text).toContain('`/train csv:iris.csv target:petal` · helped');
    expect(text).toContain('to run it again, attach "iris.csv" again');
    const copied = /3\. .*?`([^`]+)`/u.exec(text)![1]!;
    expect({ ...parseMessage(copied).options }).toEqual({ ...parseMessage(long).options });
  });

  it('finds those that have all the words, in the message or the verdict as it is shown', async () => {
    const { ran, context } = remembering();
    await ran('ada', '/train task:ridge', { verdict: 'no-difference' });
    await ran('ada', '/train task:ridge');
    await ran('ada', '/train task:moons', { verdict: 'no-difference' });
    const found = async (run: string) => {
      const { data } = await history.run({ run }, context('ada'));
      return (data as { message: string; verdict: string }[]).map(({ message, verdict }) => `${message} ${verdict}`);
    };
    expect(await found('no difference RIDGE')).toEqual(['/train task:ridge no-difference']);
    expect(await found('"/train task:ridge"')).toHaveLength(2);
    expect(await found('adamw')).toEqual([]);
    const { text, buttons } = await history.run({ run: 'adamw' }, context('ada'));
    expect(text).toBe('None of your runs has "adamw" in its message or its verdict.');
    expect(buttons.map(({ sends }) => sends)).toEqual([{ command: 'history', options: {} }]);
  });

  it('never shows what somebody else ran', async () => {
    const { ran, context } = remembering();
    await ran('ada', '/train task:moons');
    await ran('bob', '/train task:ridge');
    for (const run of ['train', 'moons', 'ridge']) {
      const { text } = await history.run({ run }, context('bob'));
      expect(text).not.toContain('task:moons');
    }
    expect((await history.run({}, context('cleo'))).data).toEqual([]);
  });

  it('says how to make the first, where there is none yet', async () => {
    const { text, buttons } = await history.run({}, remembering().context('ada'));
    const [, message] = /`([^`]+)`/u.exec(text)!;
    expect(buttons.map(({ sends }) => sends)).toEqual([readMessage(commands, message!)]);
  });

  it('does not say of somebody who had theirs forgotten that they ran nothing', async () => {
    const { ran, context } = remembering();
    await ran('ada', '/sweep');
    await context('ada').memory.forget();
    expect((await history.run({}, context('ada'))).text).toMatch(/^No run of yours is kept\. /u);
  });

  it('takes no empty words', async () => {
    await expect(history.run({ run: ' " ' }, remembering().context('ada'))).rejects.toThrow(UserError);
  });

  it('says that it cannot remember, where the store is away', async () => {
    const { store, context } = remembering();
    store.away = true;
    await expect(history.run({}, context('ada'))).rejects.toThrow(MemoryUnavailableError);
  });

  it('shows hostile text as text, and pings nobody', async () => {
    const { store, context } = remembering();
    const target = '`@everyone <@123> **bold** [a](https://evil.example)\u202e\n# big';
    await store.keep(
      { person: 'ada', server: null },
      { ...HELPED, link: writeLink({ command: 'train', options: { target } }) },
    );
    const { text } = await history.run({}, context('ada'));
    expect(text).not.toContain('@everyone');
    expect(text).not.toContain('<@123>');
    expect(text).not.toContain('**bold**');
    expect(text).not.toContain('https://evil.example');
    expect(text).not.toMatch(/[\u202e]|\n#/u);
    const shown = (await history.run({ run: '@everyone `x`' }, context('ada'))).text;
    expect(shown).toContain('\\`x\\`');
  });

  it('fits into a message with any texts, however long, and so do its buttons', async () => {
    const text = fc.string({ unit: anyCharacter, maxLength: 3_000 });
    const entry = fc.record({
      options: fc.dictionary(fc.constantFrom('target', 'a', 'wds', 'csv'), text, { maxKeys: 3 }),
      headline: fc.string({ maxLength: 120 }).filter((line) => !line.includes('\n')),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 12 }), text, async (entries, words) => {
        const { store, context } = remembering();
        for (const { options, headline } of entries) {
          const link = writeLink({ command: 'train', options });
          await store.keep({ person: 'ada', server: null }, { verdict: 'no-difference', headline, link });
        }
        for (const raw of words.trim() === '' ? [{}] : [{}, { run: words }]) {
          const reply = await history.run(raw as Record<string, string>, context('ada')).catch((error) => {
            expect(error).toBeInstanceOf(UserError);
            return null;
          });
          if (reply === null) continue;
          expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
          expect(reply.buttons.length).toBeLessThanOrEqual(MAX_BUTTONS);
          for (const { label, sends } of reply.buttons) {
            expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
            expect(writeCustomId(sends).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lists the longest runs there can be as far as they fit, the newest whole', async () => {
    const { ran, context } = remembering();
    const message = `/sweep lrs:${'0.0123, '.repeat(40)}0.1`;
    for (let n = 0; n < 10; n++) await ran('ada', message, { headline: 'x'.repeat(120) });
    const { text } = await history.run({}, context('ada'));
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(text).toContain(`1. just now · \`${message}\` · helped · ${'x'.repeat(120)}`);
    expect(text).toContain('There are more');
  });
});

describe('what is suggested for a run', () => {
  it('are the asker’s own, each once, with when and what came of it, and they find it again', async () => {
    const { ran, context } = remembering();
    await ran('ada', '/train lr:0.05 wd:0.01', { ago: 4 * HOUR });
    await ran('ada', '/train lr:0.05 wd:0.01', { ago: 3 * HOUR });
    await ran('ada', '/sweep', { ago: 2 * HOUR, verdict: 'best-wd-moves' });
    await ran('bob', '/forces');
    expect(traitsOf(history.options.shape['run']!).suggestsPast).toBe(true);
    const { memory } = context('ada');
    const suggested = await pastSuggestions(memory, '');
    expect(suggested).toEqual([
      { label: '2 h ago · /sweep · best wd moves', value: '/sweep' },
      { label: '3 h ago · /train lr:0.05 wd:0.01 · helped', value: '/train lr:0.05 wd:0.01' },
    ]);
    expect(await pastSuggestions(memory, 'sweep mov')).toEqual(suggested.slice(0, 1));
    for (const { value } of suggested) {
      const { data } = await history.run({ run: value }, context('ada'));
      expect(data).not.toEqual([]);
    }
  });

  it('fit where Discord shows them, whatever was run, and find it', async () => {
    const text = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(text, async (target) => {
        const { store, context } = remembering();
        const link = writeLink({ command: 'train', options: { target } });
        await store.keep({ person: 'ada', server: null }, { ...HELPED, link });
        const [{ label, value } = { label: '', value: '' }] = await pastSuggestions(context('ada').memory, '');
        for (const shown of [label, value]) {
          expect(shown.length).toBeGreaterThan(0);
          expect(shown.length).toBeLessThanOrEqual(100);
          expect(shown.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
