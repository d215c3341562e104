import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { registrations } from '../../src/discord/option-list.ts';
import { type Discord, startDiscord } from '../discord-double/index.ts';
import { startProcess } from '../process.ts';
import { ALL_COMMANDS, on } from './examined.ts';

const DOCTOR = new URL('../../src/doctor/doctor.ts', import.meta.url).pathname;

let discord: Discord;
beforeAll(async () => {
  discord = await startDiscord();
  discord.commands.replaceAll(registrations(await findCommands(ALL_COMMANDS), 'everywhere'));
});
afterAll(() => discord.close());

test('of a healthy bot it says a line each, makes a real run, and exits with 0', async () => {
  await using doctor = startProcess(DOCTOR, { ...on(discord), PORT: '0' });
  expect(await doctor.closed).toBe(0);
  const lines = doctor.stdout().trimEnd().split('\n');
  const looked = ['settings', 'node', 'token', 'intents', 'install link', 'servers', 'commands', 'gateway', 'clock'];
  const here = ['data folder', 'database', 'fonts', 'kernel', 'port', 'a run'];
  for (const name of [...looked, ...here]) {
    expect(lines.find((line) => line.slice(9).startsWith(`${name} `))).toMatch(/^(?:ok|warning) /u);
  }
  expect(doctor.stdout()).toMatch(/a chart of \d+ × \d+ pixels, \d+ kB in \d+\.\d s\n/u);
  expect(doctor.stdout()).toMatch(/a default \/train takes \d+\.\d s here, with \d+ workers?\n/u);
  expect(lines.at(-1)).toMatch(/^\d+ ok, \d+ warnings?, 0 failed$/u);
  expect(doctor.stderr()).toBe('');
  expect(doctor.stdout()).not.toContain(discord.token);
  expect(doctor.stdout()).not.toContain('\u001b');
});

test('of a bot that cannot start it says what to do, and exits with 1', async () => {
  const token = 'MTIz.refused.hm4c-hm4c';
  const variables = { ...on(discord), DISCORD_TOKEN: token, DATABASE_URL: 'postgres://bot:hunter2@127.0.0.1:1/none' };
  await using doctor = startProcess(DOCTOR, { ...variables, PORT: '0' });
  expect(await doctor.closed).toBe(1);
  expect(doctor.stdout()).toMatch(/^failed +token +Discord refused DISCORD_TOKEN .*\n {9}→ .*copy a new one/mu);
  expect(doctor.stdout()).toMatch(/^failed +database +PostgreSQL cannot be used: nothing answers there\n {9}→ /mu);
  expect(doctor.stdout()).toMatch(/, 2 failed\n$/u);
  expect(doctor.stdout() + doctor.stderr()).not.toMatch(/hunter2|hm4c/u);
});
