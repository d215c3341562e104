import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { type Discord, startDiscord } from './discord-double/index.ts';

const { PATH } = process.env;
const BOT = new URL('../src/main.ts', import.meta.url).pathname;
/** The same bot with a command that waits. */
const BOT_THAT_WAITS = new URL('./discord/child/main.ts', import.meta.url).pathname;

/** A real process in an empty folder, so that nobody's own .env is read. */
function start(script: string, variables: Record<string, string>) {
  const cwd = mkdtempSync(join(tmpdir(), 'halflife-'));
  const child = spawn(process.execPath, [script], { cwd, env: { PATH, ...variables }, stdio: 'pipe' });
  child.stdin.end();
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, 'close').then(([code]) => code as number);
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    closed,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** Where its page is, once it says so. */
function addressOf({ stdout }: ReturnType<typeof start>): string {
  return /^Halflife is at (http:\/\/127\.0\.0\.1:\d+)\. Ctrl-C ends it\.\n/u.exec(stdout())?.[1] ?? '';
}

function onDiscord(discord: Discord): Record<string, string> {
  return { DISCORD_TOKEN: discord.token, DISCORD_API: discord.api };
}

async function ready(discord: Discord): Promise<void> {
  await discord.until(() => (discord.commands.list().length > 0 ? true : undefined), 'it never came', {
    timeoutMs: 30_000,
  });
}

test.for(['SIGTERM', 'SIGINT'] as const)(
  '%s: what runs is finished, and it leaves with 0',
  async (signal, { expect }) => {
    await using discord = await startDiscord();
    await using bot = start(BOT_THAT_WAITS, onDiscord(discord));
    await ready(discord);
    const asked = discord.command({ name: 'wait', options: { ms: 700 } });
    await asked.acknowledged();
    bot.child.kill(signal);
    expect(await bot.closed).toBe(0);
    expect(asked.original?.content).toBe('waited 700 ms');
    expect(bot.stderr()).not.toContain(discord.token);
  },
);

test('SIGTERM while it is still connecting: it leaves with 0', async ({ expect }) => {
  await using discord = await startDiscord();
  const fault = discord.faults.next('GET /gateway/bot', { kind: 'status', status: 503 }, { forMs: 60_000 });
  await using bot = start(BOT_THAT_WAITS, onDiscord(discord));
  await discord.until(() => (fault.met > 1 ? true : undefined), 'it never tried', { timeoutMs: 30_000 });
  bot.child.kill('SIGTERM');
  expect(await bot.closed).toBe(0);
});

test('a malformed token is one exact line and exit code 1', async ({ expect }) => {
  await using bot = start(BOT, { DISCORD_TOKEN: 'not-a-token' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toMatch(/^DISCORD_TOKEN is not a bot token, [^\n]*\n$/u);
  expect(bot.stderr()).not.toContain('not-a-token');
});

test('a missing token is one exact line and exit code 1 where Discord is meant', async ({ expect }) => {
  await using bot = start(BOT, { DISCORD_GUILD: '12345678901234567' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toMatch(/^DISCORD_TOKEN is missing, though DISCORD_GUILD is set: [^\n]*\n$/u);
});

test('a refused token is one exact line and exit code 1, without a stack trace', async ({ expect }) => {
  await using discord = await startDiscord();
  await using bot = start(BOT, { ...onDiscord(discord), DISCORD_TOKEN: 'MTIz.refused.abcdef' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toMatch(/^Discord refused DISCORD_TOKEN \(401 Unauthorized\): [^\n]*\n$/u);
});

test('a token that is reset while it runs ends it with one exact line and exit code 1', async ({ expect }) => {
  await using discord = await startDiscord();
  await using bot = start(BOT_THAT_WAITS, onDiscord(discord));
  await ready(discord);
  discord.gateway.close(4004);
  expect(await bot.closed).toBe(1);
  expect(bot.stderr().trim().split('\n').at(-1)).toMatch(/^Discord refused DISCORD_TOKEN \(gateway 4004\)/u);
});

test('a promise that a command left to fail is logged, and the process lives on', async ({ expect }) => {
  await using discord = await startDiscord();
  await using bot = start(BOT_THAT_WAITS, onDiscord(discord));
  await ready(discord);
  await discord.command({ name: 'forget' }).message();
  await expect.poll(bot.stderr).toContain('nobody waited for this');
  expect((await discord.command({ name: 'wait', options: { ms: 0 } }).message()).content).toBe('waited 0 ms');
});

test('a setting that cannot be understood is one exact line and exit code 1', async ({ expect }) => {
  await using bot = start(BOT, { MISSED_QUESTIONS: 'sometimes' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toBe('MISSED_QUESTIONS is "sometimes": it can be on or off\n');
});

test('without a token it serves the page, and says where and how to leave', async ({ expect }) => {
  await using bot = start(BOT_THAT_WAITS, { PORT: '0' });
  await expect.poll(() => addressOf(bot)).not.toBe('');
  const page = await fetch(addressOf(bot));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Halflife</title>');
  const health = await fetch(`${addressOf(bot)}/healthz`);
  expect(await health.json()).toMatchObject({ gateway: 'off' });
  const metrics = await fetch(`${addressOf(bot)}/metrics`);
  expect(await metrics.text()).toContain('halflife_queue_length');
});

test.for(['SIGTERM', 'SIGINT'] as const)(
  '%s with a page that listens: it leaves with 0',
  async (signal, { expect }) => {
    await using bot = start(BOT_THAT_WAITS, { PORT: '0' });
    await expect.poll(() => addressOf(bot)).not.toBe('');
    const events = get(`${addressOf(bot)}/api/events?tab=${'ab'.repeat(16)}`, { agent: false });
    const [response] = (await once(events, 'response')) as [IncomingMessage];
    const ended = once(response.resume(), 'end');
    bot.child.kill(signal);
    expect(await bot.closed).toBe(0);
    await ended;
    expect(bot.stderr()).toBe('');
  },
);

test('told once more it leaves at once, whatever runs', async ({ expect }) => {
  await using bot = start(BOT_THAT_WAITS, { PORT: '0' });
  await expect.poll(() => addressOf(bot)).not.toBe('');
  const body = new FormData();
  const asking = { id: 'cd'.repeat(16), tab: 'ab'.repeat(16), asks: { message: '/wait ms:60000' } };
  body.set('asking', JSON.stringify(asking));
  const headers = { 'x-halflife': 'script' };
  expect((await fetch(`${addressOf(bot)}/api/requests`, { method: 'POST', headers, body })).status).toBe(202);
  const again = setInterval(() => bot.child.kill('SIGINT'), 700);
  await bot.closed;
  clearInterval(again);
  expect(bot.child.signalCode).toBe('SIGINT');
});

test('a taken port is one exact line and exit code 1, with a token and without', async ({ expect }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const PORT = String((other.address() as AddressInfo).port);
  await using discord = await startDiscord();
  for (const variables of [{ PORT }, { ...onDiscord(discord), PORT }]) {
    await using bot = start(BOT, variables);
    expect(await bot.closed).toBe(1);
    expect(bot.stderr()).toMatch(new RegExp(`^PORT ${PORT} is taken: [^\\n]*\\n$`, 'u'));
    expect(bot.stdout()).toBe('');
  }
  other.close();
});

test('with a token and a port it serves its health before Discord is there, and not the page', async ({ expect }) => {
  await using discord = await startDiscord();
  const fault = discord.faults.next('GET /gateway/bot', { kind: 'status', status: 503 }, { forMs: 60_000 });
  await using bot = start(BOT_THAT_WAITS, { ...onDiscord(discord), PORT: '0' });
  const address = () => /"address":"([^"]+)"/u.exec(bot.stderr())?.[1] ?? '';
  await expect.poll(address).not.toBe('');
  expect(await (await fetch(`${address()}/healthz`)).json()).toMatchObject({ gateway: 'connecting' });
  expect((await fetch(address())).status).toBe(404);
  expect(bot.stdout()).toBe('');
  await discord.until(() => (fault.met > 0 ? true : undefined), 'it never tried', { timeoutMs: 30_000 });
  bot.child.kill('SIGTERM');
  expect(await bot.closed).toBe(0);
});

test('with a token, a port and PAGE=on it talks on both', async ({ expect }) => {
  await using discord = await startDiscord();
  await using bot = start(BOT_THAT_WAITS, { ...onDiscord(discord), PORT: '0', PAGE: 'on' });
  await ready(discord);
  expect((await fetch(addressOf(bot))).status).toBe(200);
  expect((await discord.command({ name: 'wait', options: { ms: 0 } }).message()).content).toBe('waited 0 ms');
  discord.gateway.close(4004);
  expect(await bot.closed).toBe(1);
  expect(bot.stderr().trim().split('\n').at(-1)).toMatch(/^Discord refused DISCORD_TOKEN \(gateway 4004\)/u);
});

test('a page without a port beside Discord is one exact line and exit code 1', async ({ expect }) => {
  await using bot = start(BOT, { DISCORD_TOKEN: 'MTIz.some.token', PAGE: 'on' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toBe('PORT is missing, though PAGE is on: it says where the page is, such as 3000\n');
});

test('neither Discord nor a page is one exact line and exit code 1', async ({ expect }) => {
  await using bot = start(BOT, { PAGE: 'off' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toBe(
    'PAGE is off and DISCORD_TOKEN is missing, so nothing is left to run: set DISCORD_TOKEN, or PAGE to on\n',
  );
});
