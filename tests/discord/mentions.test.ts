import { GatewayIntentBits } from 'discord.js';
import { test } from 'vitest';
import help from '../../commands/help.ts';
import { say } from '../../src/chat/reply.ts';
import { missingPermissions, reset, serverError, startDiscord } from '../discord-double/index.ts';
import { PIXEL } from '../discord-double/trial-bot.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { startBot, type TestBot } from './bot.ts';
import { gated, halve, hearing, inParts, picture } from './commands.ts';

const EPHEMERAL = 64;
const POST = 'POST /channels/:channel/messages';
const TYPING = 'POST /channels/:channel/typing';

function requestsLogged(bot: TestBot) {
  return bot.log().filter(({ msg }) => msg === 'request');
}

test('a mention is answered below the message, without a ping', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const question = bot.discord.say({ content: 'what is weight decay?', mention: true });
  const reply = await bot.discord.answerTo(question);
  expect(reply).toMatchObject({ content: 'what is weight decay?', channel_id: question.channel_id, mentions: [] });
  const [{ body } = {}] = bot.discord.requestsTo(POST);
  expect(body).toMatchObject({
    message_reference: { message_id: question.id },
    allowed_mentions: { parse: [] },
  });
  expect(bot.discord.posted).toHaveLength(1);
});

test.for([
  ['before the words', (id: string) => `<@${id}> what is it?`],
  ['after them', (id: string) => `what is it? <@${id}>`],
  ['as older apps write it', (id: string) => `<@!${id}> what is it?`],
  ['twice', (id: string) => `<@${id}> <@${id}> what is it?`],
] as const)('the mention may stand %s', async ([, write], { expect }) => {
  await using bot = await startBot([hearing]);
  const question = bot.discord.say({ content: write(bot.discord.world.bot.id) });
  expect((await bot.discord.answerTo(question)).content).toBe('what is it?');
});

test('asked in a thread it answers in the thread, whether it was there before the bot or not', async ({ expect }) => {
  await using discord = await startDiscord();
  const before = discord.thread('homework');
  await using _ = await startBot([hearing], { discord });
  for (const thread of [before, discord.thread('later')]) {
    const reply = await discord.answerTo(discord.say({ content: `in ${thread.name}`, mention: true, thread }));
    expect(reply).toMatchObject({ content: `in ${thread.name}`, channel_id: thread.id });
  }
});

test('in a conversation of two no mention is needed, nor does it harm', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  for (const mention of [false, true]) {
    const question = bot.discord.say({ content: 'what is weight decay?', dm: true, mention });
    const reply = await bot.discord.answerTo(question);
    expect(reply).toMatchObject({ content: 'what is weight decay?', channel_id: question.channel_id });
  }
});

test.for([
  ['a bare mention', { content: '', mention: true }],
  ['a mention and a picture', { content: '', mention: true, files: [{ filename: 'loss.png', bytes: PIXEL }] }],
  ['a mention and characters that cannot be seen', { content: '\u200b\u202e\u2066', mention: true }],
  ['a picture in a conversation of two', { content: '', dm: true, files: [{ filename: 'loss.png', bytes: PIXEL }] }],
] as const)('%s gets the help', async ([, said], { expect }) => {
  const ask = { ...hearing, name: 'ask' }; // which the help offers to try
  await using bot = await startBot([help, ask]);
  const reply = await bot.discord.answerTo(bot.discord.say(said));
  expect(reply.content).toMatch(/^Halflife .* how weight decay and learning rate work together/u);
  expect(reply.components).not.toEqual([]);
});

test('a mention with a slash command runs it, picture, alt text and buttons included', async ({ expect }) => {
  await using bot = await startBot([halve, hearing]);
  const reply = await bot.discord.answerTo(bot.discord.say({ content: '/halve lr: 0,5', mention: true }));
  expect(reply).toMatchObject({ content: 'half is 0.25', attachments: [{ description: 'half of 0.5' }] });
  expect(JSON.stringify(reply.components)).toContain('halve?lr=0.25');
  const line = { via: 'mention', command: 'halve', outcome: 'answered' };
  await expect.poll(() => requestsLogged(bot)).toMatchObject([line]);
});

test.for([
  ['a bad value', '/halve lr: ten', /^lr is "ten": a number is needed/u],
  ['an unknown option', '/halve speed: 1', /^\/halve has no option "speed"/u],
  ['an unknown command', '/nonsense', /^there is no command "\/nonsense"/u],
] as const)('%s is told in the open, below the message', async ([, content, sentence], { expect }) => {
  await using bot = await startBot([halve, hearing]);
  const told = await bot.discord.answerTo(bot.discord.say({ content, mention: true }));
  expect(told.content).toMatch(sentence);
  expect(told.flags! & EPHEMERAL).toBe(0);
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('nothing else that people or bots write is answered', async ({ expect }) => {
  const ask = { ...hearing, name: 'ask' }; // which the help offers to try
  await using bot = await startBot([help, ask]);
  const { discord } = bot;
  const { bot: itself } = discord.world;
  const ada = discord.world.person('ada');
  const answer = await discord.answerTo(discord.say({ content: 'first', mention: true }));
  discord.say({ content: 'not for the bot' });
  discord.say({ content: `<@${ada.id}> what is weight decay?` });
  discord.say({ content: '@everyone what is weight decay?' });
  discord.say({ content: 'thank you', replyTo: answer });
  discord.say({ content: 'thank you', replyTo: answer, ping: false });
  discord.say({ content: 'what is weight decay?', mention: true, user: discord.world.anotherBot('feed') });
  discord.say({ content: 'what is weight decay?', dm: true, user: discord.world.anotherBot('feed') });
  discord.say({ content: `/echo text: <@&${itself.id}>` });
  // What was said before is through once this is answered.
  await discord.answerTo(discord.say({ content: 'last', mention: true }));
  await bot.stop();
  expect(discord.posted.map(({ content }) => content)).toEqual(['first', 'last']);
});

test('a reply to its message is answered where it mentions the bot in so many words', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const first = await bot.discord.answerTo(bot.discord.say({ content: 'first', mention: true }));
  const again = bot.discord.say({ content: 'and then?', mention: true, replyTo: first });
  expect((await bot.discord.answerTo(again)).content).toBe('and then?');
});

test('it asks for no privileged intent: what does not mention it stays unread', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const [session] = bot.discord.gateway.sessions;
  expect(session?.hears(GatewayIntentBits.MessageContent)).toBe(false);
  expect(session?.hears(GatewayIntentBits.GuildMembers)).toBe(false);
  expect(session?.hears(GatewayIntentBits.GuildPresences)).toBe(false);
});

test('mentions of others in a question are not passed on', async ({ expect }) => {
  await using bot = await startBot([hearing]);
  const ada = bot.discord.world.person('ada');
  const question = bot.discord.say({ content: `what does <@${ada.id}> mean?`, mention: true });
  expect((await bot.discord.answerTo(question)).content).not.toContain(ada.id);
});

test('while it works it is shown typing, and words that are there at once come without', async ({ expect }) => {
  const slow = gated('slow', say('the reply'));
  await using bot = await startBot([slow.command, hearing], { progressEveryMs: 20 });
  await bot.discord.answerTo(bot.discord.say({ content: 'at once', mention: true }));
  expect(bot.discord.requestsTo(TYPING)).toEqual([]);
  const question = bot.discord.say({ content: '/slow', mention: true });
  await bot.discord.until(() => bot.discord.requestsTo(TYPING)[0]?.status);
  // Discord takes it away after some seconds: shown again while the work goes on.
  (await slow.started).progress(0.5, 'training');
  await bot.discord.until(() => bot.discord.requestsTo(TYPING)[1]?.status);
  slow.finish();
  expect((await bot.discord.answerTo(question)).content).toBe('the reply');
});

test('where typing may not be shown, the answer still comes', async ({ expect }) => {
  await using bot = await startBot([halve]);
  bot.discord.faults.next(TYPING, missingPermissions());
  const reply = await bot.discord.answerTo(bot.discord.say({ content: '/halve lr:1', mention: true }));
  expect(reply.content).toBe('half is 0.5');
  await bot.stop();
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('dispatched twice, a message is answered once', async ({ expect }) => {
  await using bot = await startBot([halve, hearing]);
  const question = bot.discord.say({ content: '/halve lr:1', mention: true });
  bot.discord.repeat(question);
  await bot.discord.answerTo(question);
  bot.discord.repeat(question);
  await bot.discord.answerTo(bot.discord.say({ content: 'last', mention: true }));
  await bot.stop();
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['half is 0.5', 'last']);
});

test('heard by the bot that leaves and by the one that takes its place, it is answered once', async ({ expect }) => {
  const first = { ...say('the first part'), pictures: [picture('first')] };
  const [one, other] = [inParts('parts', first), inParts('parts', first)];
  await using discord = await startDiscord();
  await using leaving = await startBot([one.command], { discord });
  await using coming = await startBot([other.command], { discord });
  const question = discord.say({ content: '/parts', mention: true });
  await Promise.all([one.started, other.started]);
  await discord.until(() => (discord.requestsTo(POST).filter(({ status }) => status === 200)[1] ? true : undefined));
  one.finish(say('all of it'));
  other.finish(say('all of it'));
  await discord.answerTo(question, { until: ({ content }) => content === 'all of it' });
  await Promise.all([leaving.stop(), coming.stop()]);
  expect(discord.posted.map(({ content }) => content)).toEqual(['all of it']);
});

test('an answer that meets 503s for a while comes once', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const outage = bot.discord.faults.next(POST, serverError(503), { times: 3 });
  const question = bot.discord.say({ content: '/halve lr:1', mention: true });
  expect((await bot.discord.answerTo(question)).content).toBe('half is 0.5');
  await bot.stop();
  expect(outage.met).toBe(3);
  expect(bot.discord.posted).toHaveLength(1);
});

test('an answer whose receipt is lost on the way is sent again, and stands there once', async ({ expect }) => {
  await using bot = await startBot([halve]);
  bot.discord.faults.next(POST, reset({ handled: true }));
  bot.discord.say({ content: '/halve lr:1', mention: true });
  await expect.poll(() => requestsLogged(bot)).toMatchObject([{ outcome: 'answered' }]);
  expect(bot.discord.requestsTo(POST)).toHaveLength(2);
  expect(bot.discord.posted).toHaveLength(1);
});

test('where it may not write, that is a line in the log and no fault; elsewhere it goes on answering', async ({
  expect,
}) => {
  await using bot = await startBot([halve, hearing]);
  const shut = bot.discord.faults.next(POST, missingPermissions(), { times: 10 });
  for (const content of ['a question', '/halve lr:1']) bot.discord.say({ content, mention: true });
  const lines = () => bot.log().filter(({ msg }) => msg === 'a message could not be answered');
  await expect.poll(() => lines().map(({ level }) => level)).toEqual([40, 40]);
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
  // The words once; the picture, and then its words alone.
  expect(shut.met).toBe(3);
  shut.clear();
  const question = bot.discord.say({ content: 'now?', mention: true });
  expect((await bot.discord.answerTo(question)).content).toBe('now?');
});

test('where it may write but not attach, the words come alone', async ({ expect }) => {
  await using bot = await startBot([halve]);
  bot.discord.faults.next(POST, missingPermissions());
  const question = bot.discord.say({ content: '/halve lr:1', mention: true });
  expect(await bot.discord.answerTo(question)).toMatchObject({ content: 'half is 0.5', attachments: [] });
});

test('work is stopped when its first part may not be shown: there is nobody to do it for', async ({ expect }) => {
  const parts = inParts('parts', say('the first part'));
  await using bot = await startBot([parts.command]);
  bot.discord.faults.next(POST, missingPermissions(), { times: 10 });
  bot.discord.say({ content: '/parts', mention: true });
  const { signal } = await parts.started;
  await expect.poll(() => signal.aborted).toBe(true);
});

test('a question that is deleted meanwhile is answered all the same, as no reply to anything', async ({ expect }) => {
  const slow = gated('slow', say('the reply'));
  await using bot = await startBot([slow.command]);
  const question = bot.discord.say({ content: '/slow', mention: true });
  await slow.started;
  bot.discord.remove(question);
  slow.finish();
  await expect.poll(() => requestsLogged(bot)).toMatchObject([{ outcome: 'answered' }]);
  expect(bot.discord.posted).toMatchObject([{ content: 'the reply' }]);
});

test('pressed by the asker, a button on the answer changes it in place', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const user = bot.discord.world.person('ada');
  const thread = bot.discord.thread('homework');
  for (const where of [{}, { dm: true }, { thread }]) {
    const question = bot.discord.say({ content: '/halve lr:1', mention: true, user, ...where });
    const message = await bot.discord.answerTo(question);
    const pressed = bot.discord.press({ message, label: 'Halve it', user });
    const after = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
    expect(after.id).toBe(message.id);
    // and again: it is still theirs
    const again = bot.discord.press({ message: after, label: 'Halve it', user });
    expect((await again.message({ until: ({ content }) => content === 'half is 0.125' })).id).toBe(message.id);
  }
});

test('pressed by someone else, they get a private reply of their own and the answer stays', async ({ expect }) => {
  await using bot = await startBot([halve]);
  const message = await bot.discord.answerTo(bot.discord.say({ content: '/halve lr:1', mention: true }));
  const pressed = bot.discord.press({ message, label: 'Halve it', user: bot.discord.world.person('neighbour') });
  const own = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  expect(own.id).not.toBe(message.id);
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(bot.discord.posted).toEqual([message]);
});

test.for([
  ['is deleted', (bot: TestBot, id: string) => bot.discord.remove({ ...bot.discord.posted[0]!, id })],
  [
    'may not be looked at',
    (bot: TestBot) => void bot.discord.faults.next('GET /channels/:channel/messages/:message', missingPermissions()),
  ],
] as const)('where the question %s, whoever presses gets a private reply', async ([, hide], { expect }) => {
  await using bot = await startBot([halve]);
  const question = bot.discord.say({ content: '/halve lr:1', mention: true });
  const message = await bot.discord.answerTo(question);
  hide(bot, question.id);
  const pressed = bot.discord.press({ message, label: 'Halve it' });
  const own = await pressed.message({ until: ({ content }) => content === 'half is 0.25' });
  expect(own.id).not.toBe(message.id);
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
});

test('while the bot is leaving, a mention is left alone, and what was asked before is answered', async ({ expect }) => {
  const slow = gated('slow', say('finished after all'));
  await using bot = await startBot([slow.command, hearing]);
  const asked = bot.discord.say({ content: '/slow', mention: true });
  await slow.started;
  const stopping = bot.stop({ finishMs: 5_000, farewellMs: 1_000 });
  bot.discord.say({ content: 'hello?', mention: true });
  slow.finish();
  await stopping;
  expect(bot.discord.posted).toMatchObject([
    { content: 'finished after all', message_reference: { message_id: asked.id } },
  ]);
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('what takes too long while the bot is leaving, and is not kept, is stopped, and whoever asked is told', async ({
  expect,
}) => {
  const endless = gated('endless');
  const store = new StoreInMemory();
  store.away = true;
  await using bot = await startBot([endless.command], { store });
  bot.discord.say({ content: '/endless', mention: true });
  await endless.started;
  await bot.stop({ finishMs: 50, farewellMs: 5_000 });
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['Stopped: nothing was finished.']);
});

test('what people say, and who they are, is not in the log at info level', async ({ expect }) => {
  await using bot = await startBot([hearing, halve]);
  const user = bot.discord.world.person('ada');
  const said = ['something private', '/halve lr:0.123454321', '/nonsense about me'];
  for (const content of said) await bot.discord.answerTo(bot.discord.say({ content, mention: true, user }));
  await expect.poll(() => requestsLogged(bot)).toHaveLength(said.length);
  const written = bot
    .log()
    .filter(({ level }) => level >= 30)
    .map((line) => JSON.stringify(line))
    .join('\n');
  expect(written).toContain('"via":"mention"');
  for (const secret of ['private', '0.123454321', 'about me', user.id, 'ada"']) expect(written).not.toContain(secret);
});
