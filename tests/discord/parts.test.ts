import { test } from 'vitest';
import { type Reply, say } from '../../src/chat/reply.ts';
import { rateLimit, type SeenMessage, serverError, slow as slowly } from '../discord-double/index.ts';
import { startBot, type TestBot } from './bot.ts';
import { button, doing, inParts, picture } from './commands.ts';

const map = (n: number): Reply => ({ ...say(`map ${n}`), pictures: [picture(`map ${n}`)], stoppable: true });

const start = doing('start', async () => ({ ...say('start'), buttons: [button('Go', 'parts')] }));

const WAYS = [
  ['a slash command', async ({ discord }: TestBot) => void discord.command({ name: 'parts' })],
  ['a mention', async ({ discord }: TestBot) => void discord.say({ content: '/parts', mention: true })],
  [
    'a button pressed in place',
    async ({ discord }: TestBot) => {
      const message = await discord.command({ name: 'start' }).message();
      discord.press({ message, label: 'Go' });
    },
  ],
] as const;

const EDIT = /^PATCH /u;

function saying(bot: TestBot, words: string): Promise<SeenMessage> {
  return bot.discord.until(() => bot.discord.posted.find(({ content }) => content === words), `nothing says ${words}`);
}

test.for(WAYS)(
  '%s: of parts that come faster than Discord takes them, the newest wins',
  async ([, ask], { expect }) => {
    const parts = inParts('parts', map(0));
    await using bot = await startBot([parts.command, start], { progressEveryMs: 20 });
    await ask(bot);
    const first = await saying(bot, 'map 0');
    const before = bot.discord.requestsTo(EDIT).length;
    bot.discord.faults.next(EDIT, slowly(300));
    const { show, progress } = await parts.started;
    show(map(1));
    await bot.discord.until(() => bot.discord.requestsTo(EDIT)[before]);
    for (let n = 2; n <= 50; n++) {
      show(map(n));
      progress(n / 100, 'filling, 9 s left');
    }
    const newest = await saying(bot, 'map 50\n-# filling, 9 s left · 50%');
    expect(newest.attachments.map(({ description }) => description)).toEqual(['map 50']);
    expect(JSON.stringify(newest.components)).toContain('Stop');
    parts.finish(say('all of it'));
    await saying(bot, 'all of it');
    await bot.stop();
    expect(
      bot.discord
        .statesOf(first)
        .map(({ content }) => content)
        .slice(-4),
    ).toEqual(['map 0', 'map 1', 'map 50\n-# filling, 9 s left · 50%', 'all of it']);
    expect(bot.discord.requestsTo(EDIT)).toHaveLength(before + 3);
  },
);

test.for(WAYS)(
  '%s: a part that meets 503s fails nothing; the newest comes when it is over',
  async ([, ask], { expect }) => {
    const parts = inParts('parts', map(0));
    await using bot = await startBot([parts.command, start], { progressEveryMs: 5 });
    await ask(bot);
    await saying(bot, 'map 0');
    const outage = bot.discord.faults.next(EDIT, serverError(503), { times: 4 });
    const { show, signal } = await parts.started;
    show(map(1));
    await bot.discord.until(() => (outage.met > 1 ? true : undefined));
    show(map(2));
    await saying(bot, 'map 2');
    expect(signal.aborted).toBe(false);
    parts.finish(say('all of it'));
    await saying(bot, 'all of it');
    expect(bot.discord.posted).toHaveLength(1);
    expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
  },
);

test('a part that is rate limited is waited for, and the reply comes after it', async ({ expect }) => {
  const parts = inParts('parts', map(0));
  await using bot = await startBot([parts.command], { progressEveryMs: 5 });
  const asked = bot.discord.command({ name: 'parts' });
  await asked.message();
  const limit = bot.discord.faults.next(EDIT, rateLimit({ retryAfter: 0.2 }));
  (await parts.started).show(map(1));
  await bot.discord.until(() => (limit.met > 0 ? true : undefined));
  parts.finish(say('all of it'));
  await asked.message({ until: ({ content }) => content === 'all of it' });
  await bot.stop();
  expect(asked.original?.content).toBe('all of it');
  expect(asked.followUps).toEqual([]);
});

test('parts are as far apart as they are told to be', async ({ expect }) => {
  const parts = inParts('parts', map(0));
  await using bot = await startBot([parts.command], { progressEveryMs: 60 });
  const asked = bot.discord.command({ name: 'parts' });
  const { show } = await parts.started;
  for (let n = 1; n <= 60; n++) {
    show(map(n));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await asked.message({ until: ({ content }) => content === 'map 60' });
  const shown = asked.edits.length;
  parts.finish(say('all of it'));
  await asked.message({ until: ({ content }) => content === 'all of it' });
  expect(shown).toBeGreaterThan(2);
  const lasted = bot.discord.requests.at(-1)!.at - bot.discord.requestsTo(EDIT)[0]!.at;
  expect(shown).toBeLessThanOrEqual(2 + lasted / 55);
});

test('words that leave no room for progress are shown without it', async ({ expect }) => {
  const parts = inParts('parts', say('x'.repeat(1_999)));
  await using bot = await startBot([parts.command], { progressEveryMs: 5 });
  const asked = bot.discord.command({ name: 'parts' });
  (await parts.started).progress(0.5, 'filling');
  await asked.message();
  parts.finish(say('all of it'));
  await asked.message({ until: ({ content }) => content === 'all of it' });
  expect(asked.edits.map(({ content }) => content.length)).toEqual([1_999, 9]);
});

test('several pictures and files: the files come as they are, and a picture’s words are told', async ({ expect }) => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = [
    { name: 'reproduce.py', content: bytes('print("a long text")\n'.repeat(1_000)) },
    { name: 'curves.csv', content: bytes('step,loss\n0,1\n') },
    { name: 'experiment.json', content: bytes('{}') },
  ];
  const many = doing('many', async () => ({ ...say('with files'), pictures: [picture('the picture')], files }));
  await using bot = await startBot([many]);
  const { attachments, embeds, flags } = await bot.discord.command({ name: 'many' }).message();
  expect(attachments.map(({ filename, description }) => [filename, description])).toEqual([
    ['chart.png', 'the picture'],
    ['reproduce.py', undefined],
    ['curves.csv', undefined],
    ['experiment.json', undefined],
  ]);
  expect(
    attachments.slice(1).map((file) => file.bytes.equals(files.find(({ name }) => name === file.filename)!.content)),
  ).toEqual([true, true, true]);
  expect(embeds).toEqual([]);
  expect(flags! & 4).toBe(4); // no previews of links
});
