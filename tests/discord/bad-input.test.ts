import { test } from 'vitest';
import { startBot } from './bot.ts';
import { halve } from './commands.ts';

const EPHEMERAL = 64;

test.for([
  ['words', 'ten', /^lr is "ten": a number is needed, such as 0\.05/u],
  ['not a number', 'NaN', /^lr is "NaN": a number is needed/u],
  ['infinity', 'Infinity', /^lr is "Infinity": a number is needed/u],
  ['a negative', '-1', /^lr is "-1": it cannot be negative/u],
  ['zero where it means nothing', '0', /^lr is "0": it must be more than 0/u],
  ['too large for a number', '1e309', /^lr is "1e309": too large/u],
  ['nothing but spaces', '   ', /^lr is empty: a number is needed/u],
  ['a text as long as Discord allows', 'x'.repeat(6_000), /^lr is "x{40}…": a number is needed/u],
  ['right-to-left marks', '\u202eevil\u202c', /^lr is "evil": a number is needed/u],
  ['zero-width spaces', '\u200b\u200b', /^lr is empty: a number is needed/u],
  ['a ping', '@everyone', /^lr is "@\u200beveryone": a number is needed/u],
  ['Markdown', '**bold** [x](http://x.y)', /^lr is "\\\*\\\*bold/u],
  ['a code fence', '```js\n1\n```', /^lr is "\\`\\`\\`js 1/u],
] as const)(
  '%s gets a private, exact sentence at once, and no error in the log',
  async ([, lr, sentence], { expect }) => {
    await using bot = await startBot([halve]);
    const asked = bot.discord.command({ name: 'halve', options: { lr } });
    const { type, flags } = await asked.acknowledged();
    expect({ type, hidden: (flags & EPHEMERAL) !== 0 }).toEqual({ type: 4, hidden: true });
    const { content } = await asked.message();
    expect(content).toMatch(sentence);
    expect(content.length).toBeLessThan(300);
    expect(bot.discord.posted).toEqual([]);
    await expect.poll(() => bot.log().find(({ msg }) => msg === 'request')?.outcome).toBe('mistake');
    expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
  },
);
