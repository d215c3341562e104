import { type ExpectStatic, test } from 'vitest';
import { say } from '../../../src/chat/reply.ts';
import { type Discord, type SeenMessage, type SentInteraction, startDiscord } from '../../discord-double/index.ts';
import { openApi, startBot, type TestBot } from '../bot.ts';
import { doing, gated, hearing } from '../commands.ts';
import { errorsTold, requestsTold } from './told.ts';

// The library waits half a second before it resumes, and five between two identifies: concurrently that is six in all.

/** A bot in the middle of two runs: one asked for with a command, one in a message. */
async function inTheMiddle(discord: Discord) {
  const slow = [gated('slow', say('the reply')), gated('slower', say('the other reply'))] as const;
  const bot = await startBot([slow[0].command, slow[1].command, hearing], { discord });
  const command = discord.command({ name: 'slow' });
  await command.acknowledged();
  const message = discord.say({ content: '/slower', mention: true });
  await Promise.all(slow.map(({ started }) => started));
  const finish = () => {
    for (const each of slow) each.finish();
  };
  return { bot, command, message, finish, [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose]() };
}

/** Both replies come, each once. */
async function areAnswered(
  expect: ExpectStatic,
  discord: Discord,
  { command, message }: { command: SentInteraction; message: SeenMessage },
) {
  expect((await command.message()).content).toBe('the reply');
  expect((await discord.answerTo(message)).content).toBe('the other reply');
  const said = discord.posted.map(({ content }) => content);
  expect(said.filter((content) => content === 'the reply' || content === 'the other reply')).toHaveLength(2);
}

/** New commands and messages are heard and answered. */
async function hears(expect: ExpectStatic, { discord }: TestBot) {
  const command = discord.command({ name: 'echo', options: { text: 'heard' } });
  expect((await command.message()).content).toBe('heard');
  const message = discord.say({ content: 'and this', mention: true });
  expect((await discord.answerTo(message)).content).toBe('and this');
}

test.concurrent('while the gateway is away, replies come over REST; when it is back, new requests are heard', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi });
  await using at = await inTheMiddle(discord);
  discord.gateway.isAway = true;
  discord.gateway.drop();
  await discord.gateway.seen('close');
  const meanwhile = discord.command({ name: 'echo', options: { text: 'asked meanwhile' } });
  at.finish();
  await areAnswered(expect, discord, at);
  expect(discord.gateway.count('resumed')).toBe(0);
  discord.gateway.isAway = false;
  expect((await meanwhile.message()).content).toBe('asked meanwhile');
  await hears(expect, at.bot);
  expect(errorsTold(at.bot)).toEqual([]);
});

test.concurrent('an outage of the gateway is three lines in the log, however long it lasts, and a later one three more', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi });
  await using bot = await startBot([hearing], { discord });
  const lines = () =>
    bot
      .log()
      .filter(({ level, msg }) => level >= 30 && msg?.includes('gateway'))
      .map(({ msg }) => msg);
  for (const outage of [1, 2]) {
    discord.gateway.isAway = true;
    discord.gateway.drop();
    const tries = () => bot.log().filter((line) => JSON.stringify(line).includes('Connecting to ')).length;
    const before = tries();
    await expect.poll(tries).toBeGreaterThan(before + 3);
    discord.gateway.isAway = false;
    await discord.gateway.seen('resumed', { times: outage });
    const each = ['the gateway closed: connecting again', 'the gateway failed', 'the gateway is back'];
    await expect.poll(lines).toEqual(Array(outage).fill(each).flat());
  }
});

const INTERRUPTIONS: [string, 'resumed' | 'ready', (discord: Discord) => void][] = [
  ['is dropped', 'resumed', ({ gateway }) => gateway.drop()],
  ['tells it to reconnect', 'resumed', ({ gateway }) => gateway.reconnect()],
  ['calls its session invalid, but to be resumed', 'resumed', ({ gateway }) => gateway.invalidSession(true)],
  ['calls its session invalid', 'ready', ({ gateway }) => gateway.invalidSession(false)],
  ['closes for an unknown error (4000)', 'resumed', ({ gateway }) => gateway.close(4000)],
  ['closes because the session timed out (4009)', 'resumed', ({ gateway }) => gateway.close(4009)],
  ['goes away (1001)', 'resumed', ({ gateway }) => gateway.close(1001)],
  [
    'has forgotten its session',
    'ready',
    ({ gateway }) => {
      gateway.forgetSessions();
      gateway.drop();
    },
  ],
  [
    'calls its session invalid and is late to be ready again',
    'ready',
    ({ gateway }) => {
      gateway.readyDelayMs = 1_500;
      gateway.invalidSession(false);
    },
  ],
];

for (const [what, back, interrupt] of INTERRUPTIONS) {
  test.concurrent(`when the gateway ${what} in the middle of runs, both replies come, and new requests are heard`, async ({
    expect,
  }) => {
    await using discord = await startDiscord({ openApi });
    await using at = await inTheMiddle(discord);
    const before = discord.gateway.count(back);
    interrupt(discord);
    at.finish();
    await areAnswered(expect, discord, at);
    await discord.gateway.seen(back, { times: before + 1 });
    await hears(expect, at.bot);
    await expect.poll(() => requestsTold(at.bot).map(({ outcome }) => outcome)).toEqual(Array(4).fill('answered'));
    expect(errorsTold(at.bot)).toEqual([]);
  });
}

test.concurrent('a gateway that acknowledges no heartbeats is left for another connection, and heard again', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi, heartbeatIntervalMs: 500 });
  await using at = await inTheMiddle(discord);
  discord.gateway.loseHeartbeatAcks();
  discord.gateway.heartbeatIntervalMs = 41_250;
  await discord.gateway.seen('resumed');
  discord.gateway.loseHeartbeatAcks(false);
  at.finish();
  await areAnswered(expect, discord, at);
  await hears(expect, at.bot);
});

test.concurrent('a bot whose READY is late to come hears what is asked from then on', async ({ expect }) => {
  await using discord = await startDiscord({ openApi });
  discord.gateway.readyDelayMs = 1_000;
  await using bot = await startBot([hearing], { discord });
  await hears(expect, bot);
});

test.concurrent('a resume that repeats what was handled already, or is being handled, has it answered once', async ({
  expect,
}) => {
  await using discord = await startDiscord({ openApi });
  const slow = gated('slow', say('the reply'));
  const begun = { slow: 0, quick: 0 };
  const counted = {
    ...slow.command,
    run: (...given: Parameters<typeof slow.command.run>) => {
      begun.slow += 1;
      return slow.command.run(...given);
    },
  };
  const quick = doing('quick', async () => {
    begun.quick += 1;
    return say('quick reply');
  });
  await using bot = await startBot([counted, quick, hearing], { discord });
  const before = discord.gateway.sessions[0]!.sequence;
  const asked = [discord.command({ name: 'quick' }), discord.command({ name: 'slow' })] as const;
  const said = [
    discord.say({ content: '/quick', mention: true }),
    discord.say({ content: '/slow', mention: true }),
  ] as const;
  await asked[0].message();
  await discord.answerTo(said[0]);
  await expect.poll(() => begun).toEqual({ quick: 2, slow: 2 });
  discord.gateway.repeatOnResume(discord.gateway.sessions[0]!.sequence - before);
  discord.gateway.drop();
  await discord.gateway.seen('resumed');
  await hears(expect, bot); // all that was repeated came before this
  slow.finish();
  await asked[1].message({ until: ({ content }) => content === 'the reply' });
  await discord.answerTo(said[1]);
  await bot.stop();
  expect(begun).toEqual({ quick: 2, slow: 2 });
  expect(discord.posted.map(({ content }) => content).sort()).toEqual(
    ['quick reply', 'quick reply', 'the reply', 'the reply', 'heard', 'and this'].sort(),
  );
  const callbacks = discord.requestsTo('POST /interactions/:id/:token/callback');
  expect(callbacks.map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(errorsTold(bot)).toEqual([]);
});
