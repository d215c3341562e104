import { describe, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import {
  type Fault,
  halfSent,
  rateLimit,
  reset,
  serverError,
  slow as slowly,
  uploadCut,
} from '../../discord-double/index.ts';
import { startBot, type TestBot } from '../bot.ts';
import { button, doing, echo, gated, picture } from '../commands.ts';
import { errorsTold, requestsTold, told } from './told.ts';

const CALLBACK = 'POST /interactions/:id/:token/callback';
const EDIT = 'PATCH /webhooks/:app/:token/messages/:message';
const POST = 'POST /channels/:channel/messages';

const show = doing('show', async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { ...say('the reply'), pictures: [picture('a chart')], buttons: [button('Again', 'show')] };
});

type Seen = { readonly content: string; readonly attachments: readonly unknown[] };

/** With nothing twice. */
const isWhole = ({ content, attachments }: Seen) => content === 'the reply' && attachments.length === 1;

/** Gets ready what comes before, and returns how to ask. */
type Way = (bot: TestBot) => Promise<() => Promise<Seen>>;

const WAYS: readonly (readonly [string, string, Way])[] = [
  [
    'a command',
    EDIT,
    async ({ discord }) =>
      () =>
        discord.command({ name: 'show' }).message({ until: isWhole }),
  ],
  [
    'a mention',
    POST,
    async ({ discord }) => {
      const ask = { content: '/show', mention: true };
      return () => discord.answerTo(discord.say(ask), { until: isWhole });
    },
  ],
  [
    'a press',
    EDIT,
    async ({ discord }) => {
      const message = await discord.command({ name: 'show' }).message();
      return () => discord.press({ message, label: 'Again' }).message({ until: isWhole });
    },
  ],
];

const PASSING: readonly (readonly [string, Fault, number])[] = [
  ["its route's rate limit", rateLimit({ retryAfter: 0.1 }), 2],
  ['the global rate limit', rateLimit({ scope: 'global', retryAfter: 0.1 }), 2],
  ['a shared rate limit', rateLimit({ scope: 'shared', retryAfter: 0.1 }), 2],
  ['500s', serverError(500), 3],
  ['502s', serverError(502), 3],
  ['503s', serverError(503), 3],
  ['504s', serverError(504), 3],
  ['a connection that is cut before it was carried out', reset(), 2],
  ['a connection that is cut after it was carried out', reset({ handled: true }), 2],
  ['an answer that breaks off', halfSent(), 2],
  ['an answer that is late', slowly(300), 1],
  ['an upload that is cut half-way', uploadCut({ bytes: 200 }), 2],
];

describe.each(WAYS)('the reply to %s', (_, route, prepare) => {
  test.concurrent.for(PASSING)('comes through %s, once', async ([, fault, times], { expect }) => {
    await using bot = await startBot([show, echo]);
    const ask = await prepare(bot);
    const trouble = bot.discord.faults.next(route, fault, { times });
    const before = requestsTold(bot).length;
    await ask();
    await expect.poll(() => requestsTold(bot).length).toBeGreaterThan(before);
    await bot.stop();
    expect(trouble.met).toBe(times);
    expect(bot.discord.posted).toHaveLength(1);
    expect(bot.discord.posted.every(isWhole)).toBe(true);
    expect(requestsTold(bot).every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(errorsTold(bot)).toEqual([]);
  });
});

test.concurrent.for(PASSING)(
  'an acknowledgement comes through %s, and the reply after it',
  async ([, fault], { expect }) => {
    await using bot = await startBot([show, echo]);
    const trouble = bot.discord.faults.next(CALLBACK, fault);
    const asked = bot.discord.command({ name: 'show' });
    expect((await asked.message()).content).toBe('the reply');
    expect(trouble.met).toBe(1);
    expect(errorsTold(bot)).toEqual([]);
  },
);

test.concurrent('work that could not be acknowledged while there was time is stopped; later requests are answered', async ({
  expect,
}) => {
  const slow = gated('slow');
  await using bot = await startBot([slow.command, echo]);
  const outage = bot.discord.faults.next(CALLBACK, serverError(503), { times: 100 });
  bot.discord.command({ name: 'slow' });
  const { signal } = await slow.started;
  await expect.poll(() => signal.aborted).toBe(true);
  outage.clear();
  const later = bot.discord.command({ name: 'echo', options: { text: 'later' } });
  expect((await later.message()).content).toBe('later');
  expect(requestsTold(bot)[0]).toMatchObject({ outcome: 'undelivered' });
  expect(errorsTold(bot)).toEqual([]);
});

test.concurrent('an outage that is over before the bot gives up delays replies, and loses none', async ({ expect }) => {
  await using bot = await startBot([show, echo]);
  // 140 ms and more is what this bot waits in all, as a real one waits 31 s and more.
  bot.discord.faults.next(/^(?:POST|PATCH) (?!\/interactions)/u, serverError(503), { forMs: 120 });
  const asked = Array.from({ length: 5 }, (_, n) =>
    bot.discord.command({ name: 'show', user: bot.discord.world.person(`p${n}`) }),
  );
  const said = bot.discord.say({ content: '/show', mention: true });
  for (const each of asked) expect(isWhole(await each.message())).toBe(true);
  await bot.discord.answerTo(said, { until: isWhole });
  expect(bot.discord.posted).toHaveLength(6);
  expect(told(bot, 'Discord is in trouble: waiting').length).toBeGreaterThan(0);
  expect(errorsTold(bot)).toEqual([]);
});

test.concurrent('while progress cannot be shown the work goes on, and the reply comes', async ({ expect }) => {
  const slow = gated('slow', say('the reply'));
  await using bot = await startBot([slow.command], { progressEveryMs: 10 });
  const asked = bot.discord.command({ name: 'slow' });
  const { progress, signal } = await slow.started;
  await asked.acknowledged();
  const outage = bot.discord.faults.next(EDIT, serverError(502), { times: 4 });
  for (let step = 0; outage.met < 4; step++) {
    progress((step % 100) / 100, 'training');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(signal.aborted).toBe(false);
  slow.finish();
  await asked.message({ until: ({ content }) => content === 'the reply' });
  await bot.stop();
  expect(asked.original?.content).toBe('the reply');
  expect(errorsTold(bot)).toEqual([]);
});
