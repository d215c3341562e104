import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { registrations } from '../../src/discord/option-list.ts';
import { checkGateway } from '../../src/doctor/gateway.ts';
import { installLink } from '../../src/doctor/permissions.ts';
import { type Discord, halfSent, rateLimit, serverError, slow, startDiscord } from '../discord-double/index.ts';
import { examined, FEW_COMMANDS, on } from './examined.ts';

let discord: Discord;
let usual: string;
beforeAll(async () => {
  discord = await startDiscord();
  usual = discord.world.permissions;
});
afterEach(() => {
  discord.world.permissions = usual;
  discord.world.application = {};
  discord.world.gateway = { shards: 1, sessionsLeft: 999 };
  discord.commands.replaceAll([]);
  discord.commands.replaceAll([], discord.world.guildId);
});
afterAll(() => discord.close());

async function register(guild?: string) {
  const commands = await findCommands(FEW_COMMANDS);
  discord.commands.replaceAll(registrations(commands, guild === undefined ? 'everywhere' : 'one server'), guild);
}

test('a bot that is set up well has nothing to be told', async () => {
  await register();
  const { about } = await examined(on(discord));
  for (const name of ['token', 'intents', 'install link', 'servers', 'commands', 'gateway', 'clock']) {
    expect(about(name)).toMatchObject([{ state: 'ok' }]);
  }
  expect(about('install link')[0]!.says).toBe(
    `https://discord.com/oauth2/authorize?client_id=${discord.world.applicationId}&permissions=274878008320&scope=bot+applications.commands`,
  );
  expect(about('intents')[0]!.says).toContain(
    'no privileged intent is on, and none is needed, message content neither',
  );
});

test('without a token Discord is not looked at, and all else is', async () => {
  const { about } = await examined({});
  expect(about('discord')).toEqual([
    { state: 'skipped', about: 'discord', says: 'not on Discord: DISCORD_TOKEN is not set' },
  ]);
  expect(about('token')).toEqual([]);
  for (const name of ['data folder', 'fonts', 'kernel', 'port']) expect(about(name)).toMatchObject([{ state: 'ok' }]);
});

test('a token that Discord refuses says where a new one is, and nothing more is asked', async () => {
  const before = discord.requests.length;
  const { all, about } = await examined({ ...on(discord), DISCORD_TOKEN: 'MTIz.refused.hm4c-hm4c' });
  expect(about('token')).toMatchObject([{ state: 'failed', says: 'Discord refused DISCORD_TOKEN (401 Unauthorized)' }]);
  expect(about('token')[0]!.remedy).toContain('copy a new one from the Bot page');
  expect(about('discord')).toMatchObject([{ state: 'skipped' }]);
  expect(discord.requests.length).toBe(before + 1);
  expect(JSON.stringify(all)).not.toMatch(/refused\.hm4c|MTIz|hm4c-hm4c/u);
});

test.for([
  ['in trouble', serverError(503), 'failed', /in trouble \(503/u, /discordstatus\.com/u],
  ['silent', slow(2_000), 'failed', /cannot be reached at .*no answer within 0\.3 s/u, /network/u],
  ['cut off in the middle', halfSent(), 'failed', /cannot be reached/u, /network/u],
  ['limiting the rate', rateLimit({ retryAfter: 5 }), 'warning', /429/u, /wait a few minutes/u],
] as const)('a Discord that is %s is told as such, and it ends', async ([, fault, state, says, remedy]) => {
  discord.faults.next('GET /users/@me', fault);
  const { about } = await examined(on(discord), { limitMs: 300 });
  expect(about('token')).toMatchObject([
    { state, says: expect.stringMatching(says), remedy: expect.stringMatching(remedy) },
  ]);
});

test('an address where nobody answers, and one where something else does, are told as such', async () => {
  const other = createHttpServer((_, response) => response.end('hello'));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const api = `http://127.0.0.1:${(other.address() as AddressInfo).port}/api`;
  const not = await examined({ ...on(discord), DISCORD_API: api });
  expect(not.about('token')).toMatchObject([{ state: 'failed', says: expect.stringContaining('is not Discord') }]);
  other.close();
  other.closeAllConnections();
  await once(other, 'close');
  const nobody = await examined({ ...on(discord), DISCORD_API: api });
  expect(nobody.about('token')).toMatchObject([
    { state: 'failed', says: `Discord cannot be reached at ${api}: ECONNREFUSED` },
  ]);
});

test('a server where the bot lacks a permission is named, with the permission, what comes of it, and the link', async () => {
  discord.world.permissions = String(BigInt(usual) & ~(1n << 15n) & ~(1n << 38n));
  const { about } = await examined(on(discord));
  const [told] = about('servers');
  expect(told).toMatchObject({ state: 'warning' });
  expect(told!.says).toBe(
    `in "Loopback" (${discord.world.guildId}) the bot lacks Send Messages in Threads (mentions in threads get no answer), ` +
      'Attach Files (answers to mentions come without their charts)',
  );
  expect(told!.remedy).toContain(installLink(discord.world.applicationId));
});

test('an administrator lacks nothing', async () => {
  discord.world.permissions = '8';
  expect((await examined(on(discord))).about('servers')).toMatchObject([{ state: 'ok' }]);
});

test('commands that go to another address, and an install link that cannot work, are failures', async () => {
  discord.world.application = { interactions_endpoint_url: 'https://x.test/', bot_require_code_grant: true };
  const [, endpoint, grant] = (await examined(on(discord))).about('intents');
  expect(endpoint).toMatchObject({ state: 'failed', says: expect.stringContaining('Interactions Endpoint URL') });
  expect(endpoint!.remedy).toContain('take it out on the General Information page');
  expect(grant).toMatchObject({ state: 'failed', remedy: expect.stringContaining('Bot page') });
});

test('a privileged intent that is on is said to be of no use', async () => {
  discord.world.application = { flags: 1 << 19 };
  const [told] = (await examined(on(discord))).about('intents');
  expect(told).toMatchObject({ state: 'ok', says: expect.stringContaining('message content is on in the portal') });
});

test('commands that are not registered, or differ, are told with what differs', async () => {
  const none = (await examined(on(discord))).about('commands');
  expect(none).toMatchObject([{ state: 'warning', says: 'none is registered everywhere' }]);
  const [first] = registrations(await findCommands(FEW_COMMANDS), 'everywhere');
  discord.commands.replaceAll([first!, { ...first!, name: 'olden' }]);
  const [differ] = (await examined(on(discord))).about('commands');
  expect(differ!.says).toMatch(/missing; olden not here any more$/u);
  expect(differ!.remedy).toContain('npm start');
  await register();
  discord.commands.replaceAll(discord.commands.list().map((one) => ({ ...one, description: 'Another' })) as never);
  const [described] = (await examined(on(discord))).about('commands');
  expect(described).toMatchObject({ state: 'warning', says: expect.stringContaining('what describes them') });
});

test('commands of one server are looked for there; those that show twice, and a wrong server, are told', async () => {
  const { guildId } = discord.world;
  await register(guildId);
  const there = await examined({ ...on(discord), DISCORD_GUILD: guildId });
  expect(there.about('commands')).toMatchObject([{ state: 'ok' }]);
  await register();
  const twice = await examined({ ...on(discord), DISCORD_GUILD: guildId });
  expect(twice.about('commands')).toMatchObject([
    { state: 'ok' },
    { state: 'warning', says: expect.stringContaining('twice') },
  ]);
  const wrong = await examined({ ...on(discord), DISCORD_GUILD: '12345678901234567' });
  expect(wrong.about('commands')).toMatchObject([
    { state: 'failed', remedy: 'install it there, or leave DISCORD_GUILD empty to register the commands everywhere' },
  ]);
});

test('a bot that has used up its connections must wait; one in many servers should be sharded', async () => {
  discord.world.gateway = { shards: 4, sessionsLeft: 0 };
  const [spent, shards] = (await examined(on(discord))).about('gateway');
  expect(spent).toMatchObject({ state: 'failed', remedy: expect.stringContaining('wait 1440 min') });
  expect(shards).toMatchObject({ state: 'warning', remedy: expect.stringContaining('SHARDS=auto') });
  const sharded = await examined({ ...on(discord), SHARDS: 'auto' });
  expect(sharded.about('gateway')).toMatchObject([{ state: 'failed' }]);
});

test('a gateway that does not open, or says nothing, is a failure that ends', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const limits = { remaining: 1, total: 1, reset_after: 1, max_concurrency: 1 };
  const at = (url: string) => async () => ({ body: { url, shards: 1, session_start_limit: limits }, date: 0 });
  const [told] = await checkGateway(at(`ws://127.0.0.1:${port}`), 100, false);
  expect(told).toMatchObject({ state: 'failed', says: expect.stringContaining('no hello within 0.1 s') });
  expect(told!.remedy).toContain('WebSockets');
  silent.close();
  const [closed] = await checkGateway(at('ws://127.0.0.1:1'), 5_000, false);
  expect(closed).toMatchObject({ state: 'failed', says: expect.stringContaining('no connection comes about') });
});

test.for([
  [0, 'ok'],
  [20_000, 'warning'],
  [-20_000, 'warning'],
  [3_600_000, 'failed'],
] as const)('a clock that is %d ms ahead: %s', async ([ahead, state]) => {
  const [told] = (await examined(on(discord), { now: () => Date.now() + ahead })).about('clock');
  expect(told!.state).toBe(state);
  if (state !== 'ok') expect(told!.remedy).toContain('timedatectl');
});
