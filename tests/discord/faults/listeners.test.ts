import { expect, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { StoreInMemory } from '../../store/store-in-memory.ts';
import { startBot } from '../bot.ts';
import { doing, hearing } from '../commands.ts';
import { errorsTold } from './told.ts';

test('what fails before a request is even begun ends in the log, and the bot goes on', async () => {
  const store = new StoreInMemory();
  await using bot = await startBot([hearing], { store });
  const { settingsOf } = store;
  store.settingsOf = () => Promise.reject(new Error('a store that breaks its word'));
  bot.discord.say({ content: 'words', mention: true });
  bot.discord.command({ name: 'echo', options: { text: 'words' } });
  await expect.poll(() => bot.log().filter(({ level }) => level >= 40).length).toBe(2);
  store.settingsOf = settingsOf;
  const said = bot.discord.say({ content: 'and now', mention: true });
  expect((await bot.discord.answerTo(said)).content).toBe('and now');
});

test('a command that throws what is no error, or fails after it has answered, is told apart from its answer', async () => {
  const odd = doing('odd', async () => {
    throw 'a text';
  });
  const afterwards = doing('afterwards', async ({ progress }) => {
    setTimeout(() => progress(Number.NaN, 'still here'), 20);
    return say('the reply');
  });
  await using bot = await startBot([odd, afterwards, hearing], { progressEveryMs: 5 });
  const broken = await bot.discord.command({ name: 'odd' }).message();
  expect(broken.content).toMatch(/reference [0-9A-F]{4}/u);
  const answered = bot.discord.command({ name: 'afterwards' });
  expect((await answered.message()).content).toBe('the reply');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(answered.original?.content).toBe('the reply');
  expect(errorsTold(bot)).toHaveLength(1);
});
