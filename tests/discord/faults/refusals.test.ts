import { describe, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import {
  missingAccess,
  missingPermissions,
  payloadRefused,
  type SeenMessage,
  unknownChannel,
} from '../../discord-double/index.ts';
import { startBot, type TestBot } from '../bot.ts';
import { button, doing, gated, hearing, inParts, picture } from '../commands.ts';
import { errorsTold, requestsTold, told } from './told.ts';

const EDIT = 'PATCH /webhooks/:app/:token/messages/:message';
const FOLLOW_UP = 'POST /webhooks/:app/:token';
const POST = 'POST /channels/:channel/messages';
const TYPING = 'POST /channels/:channel/typing';

const drawn = (text: string) => ({ ...say(text), pictures: [picture(text)] });

const chart = doing('chart', async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return drawn('the reply');
});

/** A reply with a button that starts what shows a first part. */
const start = doing('start', async () => ({ ...say('press it'), buttons: [button('Go', 'parts')] }));

const isFirst = ({ content }: SeenMessage) => content.startsWith('the first part');

/** Starts what shows a first part, and waits until that stands there. */
const WAYS: readonly (readonly [string, (bot: TestBot) => Promise<SeenMessage>])[] = [
  ['below a command', ({ discord }) => discord.command({ name: 'parts' }).message({ until: isFirst })],
  [
    'in place of another reply',
    async ({ discord }) => {
      const message = await discord.command({ name: 'start' }).message();
      return discord.press({ message, label: 'Go' }).message({ until: isFirst });
    },
  ],
  [
    'below a mention',
    ({ discord }) => discord.answerTo(discord.say({ content: '/parts', mention: true }), { until: isFirst }),
  ],
];

/** Whatever went wrong before, this is answered. */
async function answersTheNext({ discord }: TestBot): Promise<void> {
  await discord.command({ name: 'echo', options: { text: 'next' } }).message();
}

/** One line that something is not answered, which is no fault of ours. */
function unanswered(bot: TestBot) {
  const lines = [...told(bot, 'an interaction was lost'), ...told(bot, 'a message could not be answered')];
  return lines.map(({ level }) => level);
}

describe.each(WAYS)('a reply %s whose message is deleted', (_, begin) => {
  test('while the work goes on: it is stopped at the next sign of it, with a line in the log', async ({ expect }) => {
    const parts = inParts('parts', drawn('the first part'));
    await using bot = await startBot([parts.command, start, hearing], { progressEveryMs: 20 });
    const message = await begin(bot);
    const { progress, signal } = await parts.started;
    bot.discord.remove(message);
    progress(0.5, 'training');
    await expect.poll(() => signal.aborted).toBe(true);
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(requestsTold(bot).at(-1)?.outcome).toBe('lost');
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('at the end: nothing is put in its place, and that is a line in the log', async ({ expect }) => {
    const parts = inParts('parts', drawn('the first part'));
    await using bot = await startBot([parts.command, start, hearing]);
    const message = await begin(bot);
    await parts.started;
    const before = bot.discord.posted.length;
    bot.discord.remove(message);
    parts.finish(say('all of it'));
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(bot.discord.posted).toHaveLength(before);
    expect(requestsTold(bot).at(-1)?.outcome).toBe('lost');
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });
});

describe('an interaction that Discord knows no more', () => {
  test('before it was acknowledged (10062): its work is stopped, with a line in the log', async ({ expect }) => {
    const slow = gated('slow');
    await using bot = await startBot([slow.command, hearing]);
    bot.discord.command({ name: 'slow' }).expire();
    const { signal } = await slow.started;
    await expect.poll(() => signal.aborted).toBe(true);
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(requestsTold(bot)).toMatchObject([{ outcome: 'lost' }]);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('of something typed, or of a form, or of a press: a line in the log each', async ({ expect }) => {
    await using bot = await startBot([hearing, start]);
    const message = await bot.discord.command({ name: 'start' }).message();
    bot.discord.autocomplete({ name: 'echo', options: { text: 'a' }, focused: 'text' }).expire();
    bot.discord.press({ message, customId: 'stop:', forged: true }).expire();
    bot.discord.press({ message, customId: 'forged', forged: true }).expire();
    await expect.poll(() => unanswered(bot)).toEqual([40, 40, 40]);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('because its token ran out (50027) under long work: that is stopped, or its answer dropped, with a line', async ({
    expect,
  }) => {
    const [shown, silent] = [gated('shown'), gated('silent')];
    await using bot = await startBot([shown.command, silent.command, hearing], { progressEveryMs: 20 });
    const asked = ['shown', 'silent'].map((name) => bot.discord.command({ name }));
    for (const each of asked) await each.acknowledged();
    const { progress, signal } = await shown.started;
    bot.discord.clock.advance(15 * 60_000 + 1);
    progress(0.5, 'training');
    await expect.poll(() => signal.aborted).toBe(true);
    silent.finish();
    await expect.poll(() => unanswered(bot)).toEqual([40, 40]);
    expect(requestsTold(bot)).toMatchObject([{ outcome: 'lost' }, { outcome: 'lost' }]);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });
});

describe('where the bot lacks a permission', () => {
  test('to write, work for a mention ends in a line of the log; commands are answered all the same', async ({
    expect,
  }) => {
    await using bot = await startBot([chart, hearing]);
    bot.discord.world.deny('SendMessages');
    bot.discord.say({ content: '/chart', mention: true });
    bot.discord.say({ content: 'words', mention: true });
    await expect.poll(() => unanswered(bot)).toEqual([40, 40]);
    expect((await bot.discord.command({ name: 'chart' }).message()).content).toBe('the reply');
    bot.discord.world.deny();
    const allowed = bot.discord.say({ content: 'words', mention: true });
    expect((await bot.discord.answerTo(allowed)).content).toBe('words');
    expect(errorsTold(bot)).toEqual([]);
  });

  test('to see the channel (50001): the same', async ({ expect }) => {
    await using bot = await startBot([chart, hearing]);
    bot.discord.world.deny('ViewChannel');
    bot.discord.say({ content: '/chart', mention: true });
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect((await bot.discord.command({ name: 'chart' }).message()).content).toBe('the reply');
    expect(errorsTold(bot)).toEqual([]);
  });

  test('to write in threads: the thread gets nothing, the channel its answer', async ({ expect }) => {
    await using bot = await startBot([hearing]);
    bot.discord.world.deny('SendMessagesInThreads');
    bot.discord.say({ content: 'words', mention: true, thread: bot.discord.thread('homework') });
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect((await bot.discord.answerTo(bot.discord.say({ content: 'here', mention: true }))).content).toBe('here');
    expect(errorsTold(bot)).toEqual([]);
  });

  test('to attach files: the words come alone, parts and all, with a line in the log', async ({ expect }) => {
    const parts = inParts('parts', drawn('the first part'));
    await using bot = await startBot([chart, parts.command, hearing]);
    bot.discord.world.deny('AttachFiles');
    const quick = bot.discord.say({ content: '/chart', mention: true });
    expect(await bot.discord.answerTo(quick)).toMatchObject({ content: 'the reply', attachments: [] });
    const long = bot.discord.say({ content: '/parts', mention: true });
    const until = ({ content }: SeenMessage) => content === 'all of it';
    expect(await bot.discord.answerTo(long, { until: isFirst })).toMatchObject({ attachments: [] });
    parts.finish(drawn('all of it'));
    expect(await bot.discord.answerTo(long, { until })).toMatchObject({ attachments: [] });
    expect(bot.discord.posted).toHaveLength(2);
    expect(told(bot, 'files may not be sent here: the words are sent alone').map(({ level }) => level)).toEqual([
      40, 40, 40,
    ]);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('to show that it types, the answer comes', async ({ expect }) => {
    await using bot = await startBot([chart]);
    const typing = bot.discord.faults.next(TYPING, missingAccess(), { times: 10 });
    const asked = bot.discord.say({ content: '/chart', mention: true });
    expect((await bot.discord.answerTo(asked)).content).toBe('the reply');
    expect(typing.met).toBe(1);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('on an interaction too (50013): its work is stopped, with a line in the log', async ({ expect }) => {
    const slow = gated('slow');
    await using bot = await startBot([slow.command, hearing], { progressEveryMs: 20 });
    const asked = bot.discord.command({ name: 'slow' });
    await asked.acknowledged();
    const { progress, signal } = await slow.started;
    const forbidden = bot.discord.faults.next(EDIT, missingPermissions(), { times: 100 });
    progress(0.5, 'training');
    await expect.poll(() => signal.aborted).toBe(true);
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    forbidden.clear();
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });
});

describe('a thread that is deleted', () => {
  test('before the answer: a line in the log, and the channel goes on', async ({ expect }) => {
    const slow = gated('slow');
    await using bot = await startBot([slow.command, hearing], { progressEveryMs: 20 });
    const thread = bot.discord.thread('homework');
    bot.discord.say({ content: '/slow', mention: true, thread });
    await slow.started;
    bot.discord.removeThread(thread);
    slow.finish();
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(requestsTold(bot)).toMatchObject([{ outcome: 'lost' }]);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('under work that shows how far it is: that is stopped', async ({ expect }) => {
    const parts = inParts('parts', drawn('the first part'));
    await using bot = await startBot([parts.command, hearing], { progressEveryMs: 20 });
    const thread = bot.discord.thread('homework');
    const said = bot.discord.say({ content: '/parts', mention: true, thread });
    await bot.discord.answerTo(said, { until: isFirst });
    const { progress, signal } = await parts.started;
    bot.discord.removeThread(thread);
    progress(0.5, 'training');
    await expect.poll(() => signal.aborted).toBe(true);
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(requestsTold(bot)).toMatchObject([{ outcome: 'lost' }]);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });

  test('or a channel (10003), before the answer: nothing more is tried', async ({ expect }) => {
    await using bot = await startBot([chart, hearing]);
    const gone = bot.discord.faults.next(POST, unknownChannel(), { times: 100 });
    bot.discord.say({ content: '/chart', mention: true });
    await expect.poll(() => unanswered(bot)).toEqual([40]);
    expect(gone.met).toBe(1);
    await answersTheNext(bot);
    expect(errorsTold(bot)).toEqual([]);
  });
});

describe('a payload that Discord refuses (50035)', () => {
  test.for([
    ['a command', EDIT, ({ discord }: TestBot) => discord.command({ name: 'chart' }).message()],
    ['a mention', POST, ({ discord }: TestBot) => discord.answerTo(discord.say({ content: '/chart', mention: true }))],
    ['a private answer', FOLLOW_UP, ({ discord }: TestBot) => discord.command({ name: 'secret' }).followUp()],
  ] as const)('as reply to %s: its words come alone, with a line in the log', async ([, route, ask], { expect }) => {
    const secret = doing('secret', async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { ...drawn('the reply'), private: true };
    });
    await using bot = await startBot([chart, secret, hearing]);
    const refused = bot.discord.faults.next(route, payloadRefused());
    expect(await ask(bot)).toMatchObject({ content: 'the reply', attachments: [], components: [] });
    expect(refused.met).toBe(1);
    // A fault of ours: the log has it as one, once.
    await expect
      .poll(() => errorsTold(bot).map(({ msg }) => msg))
      .toEqual(['Discord refused a reply: its words are sent alone']);
    await answersTheNext(bot);
  });

  test('words and all: the asker gets a reference, which the log has', async ({ expect }) => {
    await using bot = await startBot([chart, hearing]);
    bot.discord.faults.next(EDIT, payloadRefused(), { times: 2 });
    const { content } = await bot.discord.command({ name: 'chart' }).message();
    const reference = /reference ([0-9A-F]{4})/u.exec(content)?.[1];
    expect(errorsTold(bot).find((line) => line.reference === reference)?.msg).toBe(
      'Discord refused the words of a reply',
    );
    await answersTheNext(bot);
  });

  test('whatever is sent: that is said in the log, and the next request works', async ({ expect }) => {
    await using bot = await startBot([chart, hearing]);
    const refused = bot.discord.faults.next(EDIT, payloadRefused(), { times: 100 });
    bot.discord.command({ name: 'chart' });
    await expect.poll(() => requestsTold(bot)).toMatchObject([{ outcome: 'undelivered' }]);
    expect(refused.met).toBe(3);
    refused.clear();
    await answersTheNext(bot);
  });
});
