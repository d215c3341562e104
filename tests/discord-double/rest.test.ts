import { REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import {
  DiscordProblemsError,
  findOpenApi,
  halfSent,
  missingPermissions,
  rateLimit,
  reset,
  serverError,
  slow,
  stalled,
  startDiscord,
  unanswered,
  uploadCut,
} from './index.ts';

const openApi = findOpenApi();

async function withRest() {
  const discord = await startDiscord({ openApi });
  const rest = new REST(discord.clientOptions.rest).setToken(discord.token);
  const say = (content: unknown) => rest.post(Routes.channelMessages(discord.world.channelId), { body: { content } });
  return { discord, rest, say, [Symbol.asyncDispose]: () => discord.close() };
}

const POST = 'POST /channels/:channel/messages';

test.each(['user', 'shared', 'global'] as const)(
  'a %s rate limit is obeyed and the message sent once',
  async (scope) => {
    await using at = await withRest();
    at.discord.faults.next(POST, rateLimit({ scope, retryAfter: 0.2 }));
    await at.say('hello');
    const [first, second, ...more] = at.discord.requestsTo(POST);
    expect([first?.status, second?.status, more.length]).toEqual([429, 200, 0]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(195);
    expect(at.discord.posted).toHaveLength(1);
  },
);

test('a limit on a route lets so many through, then answers 429 until there is room', async () => {
  await using at = await withRest();
  at.discord.faults.limit(POST, { requests: 2, perMs: 300 });
  await Promise.all(['a', 'b', 'c'].map(at.say));
  expect(at.discord.requestsTo(POST).map(({ status }) => status)).toEqual([200, 200, 429, 200]);
  expect(at.discord.posted.map(({ content }) => content)).toEqual(['a', 'b', 'c']);
});

test('one 5xx is retried by discord.js; a lasting one is thrown', async () => {
  await using at = await withRest();
  at.discord.faults.next(POST, serverError(503));
  await at.say('hello');
  expect(at.discord.requestsTo(POST).map(({ status }) => status)).toEqual([503, 200]);
  const outage = at.discord.faults.next('POST *', serverError(502), { forMs: 10_000 });
  await expect(at.say('again')).rejects.toMatchObject({ status: 502 });
  expect(outage.met).toBe(4);
  at.discord.clock.advance(10_001);
  await at.say('better');
});

test('a half-sent answer fails although the message was sent', async () => {
  await using at = await withRest();
  at.discord.faults.next(POST, halfSent());
  await expect(at.say('hello')).rejects.toThrow();
  expect(at.discord.posted).toHaveLength(1);
});

test('a reset connection is retried; carried out before the reset, the message is sent twice', async () => {
  await using at = await withRest();
  at.discord.faults.next(POST, reset());
  await at.say('once');
  expect(at.discord.posted).toHaveLength(1);
  at.discord.faults.next(POST, reset({ handled: true }));
  await at.say('twice');
  expect(at.discord.posted).toHaveLength(3);
});

test('a message says whether it would ping everyone', async () => {
  await using at = await withRest();
  const post = (body: object) => at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body });
  await post({ content: 'hello @everyone' });
  await post({ content: 'hello @everyone', allowed_mentions: { parse: [] } });
  expect(at.discord.posted.map((message) => message.mention_everyone)).toEqual([true, false]);
});

test('a nonce that is enforced makes one message of several tries, for some minutes', async () => {
  await using at = await withRest();
  const post = (content: string, nonce: string | number, enforce_nonce = true) =>
    at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body: { content, nonce, enforce_nonce } });
  at.discord.faults.next(POST, reset({ handled: true }));
  const first = await post('first', '12345678901234567890.0');
  expect(first).toMatchObject({ content: 'first', nonce: '12345678901234567890.0' });
  expect(await post('again', '12345678901234567890.0')).toEqual(first);
  expect(at.discord.posted.map(({ content }) => content)).toEqual(['first']);
  await post('another nonce', 7);
  await post('not enforced', 7, false);
  at.discord.clock.advance(5 * 60_000 + 1);
  await post('later', '12345678901234567890.0');
  expect(at.discord.posted.map(({ content }) => content)).toEqual(['first', 'another nonce', 'not enforced', 'later']);
});

test('a nonce of more than 25 characters is refused', async () => {
  await using at = await withRest();
  const post = (nonce: string) =>
    at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body: { content: 'a', nonce } });
  await post('x'.repeat(25));
  await expect(post('x'.repeat(26))).rejects.toMatchObject({ status: 400, code: 50035 });
  expect(at.discord.takeProblems()).toMatchObject([{ kind: 'limit', text: expect.stringContaining('nonce') }]);
});

test('a reply to a message that is gone is refused, or no reply where that was allowed for', async () => {
  await using at = await withRest();
  const gone = at.discord.say({ content: 'never mind' });
  at.discord.remove(gone);
  const reply = (more: object) => {
    const body = { content: 'a', message_reference: { message_id: gone.id, ...more } };
    return at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body });
  };
  await expect(reply({})).rejects.toThrow('Unknown message');
  await reply({ fail_if_not_exists: false });
  expect(at.discord.posted.map(({ message_reference }) => message_reference)).toEqual([undefined]);
});

test('a reply says whom it pings', async () => {
  await using at = await withRest();
  const { id: message_id, author } = at.discord.say({ content: 'hello' });
  const reply = (more: object) => {
    const body = { content: 'a', message_reference: { message_id }, ...more };
    return at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body });
  };
  await reply({});
  await reply({ allowed_mentions: { parse: [] } });
  await reply({ allowed_mentions: { parse: [], replied_user: true } });
  expect(at.discord.posted.map(({ mentions }) => mentions)).toEqual([[author], [], [author]]);
});

test('where the bot may not write it is told so', async () => {
  await using at = await withRest();
  at.discord.faults.next(POST, missingPermissions());
  await expect(at.say('hello')).rejects.toMatchObject({ status: 403, code: 50013, message: 'Missing Permissions' });
});

test('a slow answer is slow', async () => {
  await using at = await withRest();
  at.discord.faults.next(POST, slow(150));
  const begun = performance.now();
  await at.say('hello');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(140);
});

test('a route that is not built answers 501 and fails the test at the end', async () => {
  const { discord, rest } = await withRest();
  await expect(rest.get('/voice/regions')).rejects.toMatchObject({ status: 501 });
  expect(discord.problems).toMatchObject(Array(4).fill({ kind: 'unimplemented' }));
  await expect(discord.close()).rejects.toThrow(DiscordProblemsError);
});

test('a content of more than 2,000 characters is refused and recorded', async () => {
  await using at = await withRest();
  await at.say('x'.repeat(2_000));
  await expect(at.say('x'.repeat(2_001))).rejects.toMatchObject({ status: 400, code: 50035 });
  await expect(at.say('x'.repeat(2_001))).rejects.toThrow('Must be 2000 or fewer in length');
  expect(at.discord.takeProblems()).toMatchObject([{ kind: 'limit' }, { kind: 'limit' }]);
});

test('commands that Discord would refuse are refused', async () => {
  await using at = await withRest();
  const register = (command: object) => {
    const path = Routes.applicationCommands(at.discord.world.applicationId);
    return at.rest.put(path, { body: [{ name: 'a', description: 'a', ...command }] });
  };
  const option = (name: string, more = {}) => ({ type: 3, name, description: 'a', ...more });
  await register({ options: [option('must', { required: true }), option('may')] });
  for (const bad of [
    { name: 'Upper' },
    { name: 'two words' },
    { description: '' },
    { description: 'x'.repeat(101) },
    { options: [option('may'), option('must', { required: true })] },
    { options: Array.from({ length: 26 }, (_, n) => option(`o${n}`)) },
    { options: [option('twice'), option('twice')] },
    { options: [option('pick', { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) })] },
  ]) {
    await expect(register(bad), JSON.stringify(bad).slice(0, 80)).rejects.toMatchObject({ status: 400, code: 50035 });
    expect(at.discord.takeProblems()).not.toEqual([]);
  }
});

test('components, alt texts and uploads beyond the limits are refused', async () => {
  await using at = await withRest();
  const post = (body: object, files: { name: string; data: Buffer }[] = []) =>
    at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body: { content: 'a', ...body }, files });
  const button = (n: number, more = {}) => ({ type: 2, style: 1, label: 'a', custom_id: `b${n}`, ...more });
  const row = (...components: object[]) => ({ type: 1, components });
  await post({ components: [row(...[1, 2, 3, 4, 5].map((n) => button(n)))] });
  for (const bad of [
    { components: [row(...[1, 2, 3, 4, 5, 6].map((n) => button(n)))] },
    { components: [1, 2, 3, 4, 5, 6].map((n) => row(button(n))) },
    { components: [row(button(1, { label: 'x'.repeat(81) }))] },
    { components: [row(button(1, { custom_id: 'x'.repeat(101) }))] },
    { components: [row(button(1), button(1))] },
  ]) {
    await expect(post(bad)).rejects.toMatchObject({ status: 400, code: 50035 });
  }
  const file = (bytes: number) => ({ name: 'a.bin', data: Buffer.alloc(bytes) });
  const alt = { attachments: [{ id: '0', description: 'x'.repeat(1_025) }] };
  await expect(post(alt, [file(1)])).rejects.toMatchObject({ code: 50035 });
  await expect(post({}, Array(11).fill(file(1)))).rejects.toMatchObject({ code: 50035 });
  await expect(post({}, [file(10 * 1024 * 1024 + 1)])).rejects.toMatchObject({ code: 50035 });
  expect(at.discord.takeProblems().length).toBeGreaterThanOrEqual(8);
});

test("a body that breaks Discord's OpenAPI document is refused and recorded", async (context) => {
  if ('skipped' in openApi) {
    console.warn(`skipped: ${openApi.skipped}`);
    return context.skip(openApi.skipped);
  }
  await using at = await withRest();
  const post = at.rest.post(Routes.channelMessages(at.discord.world.channelId), { body: { content: 'a', embeds: 3 } });
  await expect(post).rejects.toMatchObject({ status: 400, code: 50035 });
  expect(at.discord.takeProblems()).toMatchObject([{ kind: 'openapi', text: expect.stringContaining('embeds') }]);
});

test('without that document the check is skipped, with the reason at hand', async () => {
  await using discord = await startDiscord({ openApi: findOpenApi('nowhere.json') });
  expect(discord.openApiSkipped).toContain('nowhere.json');
});

test('a request may be carried out and its answer never come, or never all of it', async () => {
  await using at = await withRest();
  const impatient = new REST({ ...at.discord.clientOptions.rest, timeout: 100, retries: 0 }).setToken(at.discord.token);
  const route = Routes.channelMessages(at.discord.world.channelId);
  at.discord.faults.next(POST, unanswered());
  await expect(impatient.post(route, { body: { content: 'hello' } })).rejects.toMatchObject({ name: 'AbortError' });
  at.discord.faults.next(POST, stalled());
  const leaving = AbortSignal.timeout(100);
  await expect(impatient.post(route, { body: { content: 'again' }, signal: leaving })).rejects.toThrow();
  expect(at.discord.posted.map(({ content }) => content)).toEqual(['hello', 'again']);
});

test('an upload that is cut half-way is not carried out', async () => {
  await using at = await withRest();
  const rest = new REST({ ...at.discord.clientOptions.rest, retries: 0 }).setToken(at.discord.token);
  at.discord.faults.next(POST, uploadCut({ bytes: 100_000 }));
  const files = [{ name: 'a.bin', data: Buffer.alloc(4_000_000) }];
  const route = Routes.channelMessages(at.discord.world.channelId);
  await expect(rest.post(route, { body: { content: 'hello' }, files })).rejects.toThrow();
  expect(at.discord.posted).toEqual([]);
});
