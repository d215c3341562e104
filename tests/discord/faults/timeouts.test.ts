import { test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { stalled, unanswered } from '../../discord-double/index.ts';
import { startBot } from '../bot.ts';
import { button, doing, picture } from '../commands.ts';
import { errorsTold, requestsTold } from './told.ts';

// The library gives a request 15 s: all that has to wait so long waits at once.

const show = doing('show', async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { ...say('the reply'), pictures: [picture('a chart')], buttons: [button('Again', 'show')] };
});

test.concurrent.for([
  ['comes', unanswered()],
  ['ends', stalled()],
] as const)(
  'an answer of Discord that never %s is not waited for: what was asked is answered, once',
  async ([, fault], { expect }) => {
    await using bot = await startBot([show]);
    const { discord } = bot;
    const [ada, bob, cleo, dan] = ['ada', 'bob', 'cleo', 'dan'].map((name) => discord.world.person(name));
    const message = await discord.command({ name: 'show', user: dan! }).message();
    const faults = [
      discord.faults.next('PATCH /webhooks/:app/:token/messages/:message', fault, { times: 2 }),
      discord.faults.next('POST /channels/:channel/messages', fault),
    ];
    const asked = discord.command({ name: 'show', user: ada! });
    const pressed = discord.press({ message, label: 'Again', user: dan! });
    const said = discord.say({ content: '/show', mention: true, user: bob! });
    await discord.until(() => (faults.every(({ met }) => met > 0) ? true : undefined));
    faults.push(discord.faults.next('POST /interactions/:id/:token/callback', fault));
    const unacknowledged = discord.command({ name: 'show', user: cleo! });
    await expect.poll(() => requestsTold(bot).length, { timeout: 40_000 }).toBe(5);
    expect(faults.map(({ met }) => met)).toEqual([2, 1, 1]);
    for (const { original } of [asked, pressed, unacknowledged]) expect(original?.content).toBe('the reply');
    await discord.answerTo(said);
    expect(discord.posted.map(({ content, attachments }) => [content, attachments.length])).toEqual(
      Array(4).fill(['the reply', 1]),
    );
    expect(requestsTold(bot).map(({ outcome }) => outcome)).toEqual(Array(5).fill('answered'));
    expect(errorsTold(bot)).toEqual([]);
  },
);
