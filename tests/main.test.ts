import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { type Discord, startDiscord } from './discord-double/index.ts';

const { PATH } = process.env;
const BOT = new URL('../src/main.ts', import.meta.url).pathname;
/** The same for somebody at a terminal. */
const BOT_AT_TERMINAL = new URL('./terminal/main-at-terminal.ts', import.meta.url).pathname;
/** The same bot with a command that waits. */
const BOT_THAT_WAITS = new URL('./discord/child/main.ts', import.meta.url).pathname;

/** A real process in an empty folder, so that nobody's own .env is read. */
function start(script: string, variables: Record<string, string>, said = '') {
  const cwd = mkdtempSync(join(tmpdir(), 'halflife-'));
  const child = spawn(process.execPath, [script], { cwd, env: { PATH, ...variables }, stdio: 'pipe' });
  child.stdin.end(said);
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
    cwd,
    stdout: () => stdout,
    stderr: () => stderr,
    closed,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
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

test('without a token it talks in the terminal, and says so', async ({ expect }) => {
  await using bot = start(BOT_THAT_WAITS, {});
  expect(await bot.closed).toBe(0);
  expect(bot.stderr()).toContain('DISCORD_TOKEN is not set, so Halflife talks to you here.');
});

test('with nothing set it invites to ask, before anything else to try', async ({ expect }) => {
  await using bot = start(BOT_AT_TERMINAL, {});
  expect(await bot.closed).toBe(0);
  const [greeting] = bot.stdout().split('halflife> ');
  expect(greeting).toMatch(/\nAsk it something, such as: how do wd and lr work together\?\n.*\/train/u);
});

test('a question on its standard input is answered there, and kept if it was not understood', async ({ expect }) => {
  await using bot = start(BOT, {}, 'what is the capital of France?\n');
  expect(await bot.closed).toBe(0);
  expect(bot.stdout()).toMatch(/^I only know about weight decay, learning rate and their relatives/u);
  expect(bot.stdout()).toMatch(/\n1\) How do wd and lr work together\?\n/u);
  const kept = readFileSync(join(bot.cwd, 'data/missed-questions.jsonl'), 'utf8');
  expect(JSON.parse(kept)).toMatchObject({ text: 'what is the capital of France?', outcome: 'lost' });
});

test('a setting that cannot be understood is one exact line and exit code 1', async ({ expect }) => {
  await using bot = start(BOT, { MISSED_QUESTIONS: 'sometimes' });
  expect(await bot.closed).toBe(1);
  expect(bot.stderr()).toBe('MISSED_QUESTIONS is "sometimes": it can be on or off\n');
});
