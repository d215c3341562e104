import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readEnvironment,
  readMissedQuestions,
  readSettings,
  readWorkerSettings,
  SettingsError,
} from '../src/settings.ts';

const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing needs to be set', () => {
  expect(readSettings({})).toEqual({
    discord: null,
    storage: { dataDir: './data' },
    missedQuestions: './data',
    web: { host: '127.0.0.1', port: 3000, page: true },
    logLevel: 'info',
    works: true,
    shards: null,
  });
});

test('everything can be set', () => {
  const settings = readSettings({
    DISCORD_TOKEN: TOKEN,
    DISCORD_API: 'http://127.0.0.1:8080/api/',
    DISCORD_GUILD: '12345678901234567',
    DATABASE_URL: 'postgres://user:password@db/halflife',
    DATA_DIR: '/var/halflife',
    MISSED_QUESTIONS: 'on',
    HOST: '0.0.0.0',
    PORT: '80',
    PAGE: 'on',
    LOG_LEVEL: 'debug',
    WORK: 'off',
    SHARDS: '4',
  });
  expect(settings).toEqual({
    discord: { token: TOKEN, api: 'http://127.0.0.1:8080/api', guild: '12345678901234567' },
    storage: { databaseUrl: 'postgres://user:password@db/halflife' },
    missedQuestions: '/var/halflife',
    web: { host: '0.0.0.0', port: 80, page: true },
    logLevel: 'debug',
    works: false,
    shards: 4,
  });
});

test('one shard is the whole bot, and a shard has none of its own: there discord.js has put its number', () => {
  expect(readSettings({ DISCORD_TOKEN: TOKEN, SHARDS: 'auto' }).shards).toBe('auto');
  expect(readSettings({ DISCORD_TOKEN: TOKEN, SHARDS: '1' }).shards).toBeNull();
  const ofShard = { DISCORD_TOKEN: TOKEN, PORT: '3000', SHARDING_MANAGER: 'true', SHARDS: '0', SHARD_COUNT: '2' };
  expect(readSettings(ofShard)).toMatchObject({ shards: null, web: null });
});

test('shards need a token, and work that is left to others a database', () => {
  expect(problemsOf({ SHARDS: '2' })).toEqual([expect.stringContaining('DISCORD_TOKEN is missing')]);
  expect(problemsOf({ WORK: 'off' })).toEqual([expect.stringContaining('DATABASE_URL is missing')]);
  expect(problemsOf({ DISCORD_TOKEN: TOKEN, SHARDS: 'many' })).toEqual([expect.stringContaining('SHARDS is "many"')]);
});

test('a worker needs the database and the token, and is told of both at once', () => {
  const url = 'postgres://user:password@db/halflife';
  expect(readWorkerSettings({ DISCORD_TOKEN: TOKEN, DATABASE_URL: url }).storage).toEqual({ databaseUrl: url });
  expect(() => readWorkerSettings({})).toThrow(/^DATABASE_URL is missing.*\nDISCORD_TOKEN is missing/u);
});

test('every bad value is named at once, in one line each, and no secret is shown', () => {
  const bad = {
    DISCORD_TOKEN: 'Bot my-secret',
    DISCORD_API: 'discord.com',
    DISCORD_GUILD: 'My server',
    DATABASE_URL: 'mysql://user:hunter2@db',
    MISSED_QUESTIONS: 'sometimes',
    HOST: 'two words',
    PORT: '70000',
    PAGE: 'perhaps',
    LOG_LEVEL: 'loud',
  };
  const problems = problemsOf(bad);
  expect(problems.map((line) => line.split(' ')[0])).toEqual(Object.keys(bad));
  for (const line of problems) expect(line).not.toContain('\n');
  expect(problems.join()).not.toMatch(/my-secret|hunter2/u);
  expect(problems[4]).toBe('MISSED_QUESTIONS is "sometimes": it can be on or off');
  expect(problems[6]).toBe('PORT is "70000": a whole number from 0 to 65535 is needed, such as 3000');
  expect(problems[7]).toBe('PAGE is "perhaps": it can be on or off');
});

test.for(['nonsense', 'two.parts', 'a.b.c.d', 'with space.b.c', 'a..c'])('%s is no token', (token) => {
  expect(problemsOf({ DISCORD_TOKEN: token })).toEqual([
    expect.stringMatching(/^DISCORD_TOKEN is not a bot token, which has three parts joined by dots/u),
  ]);
});

test('a server without a token is a mistake', () => {
  expect(problemsOf({ DISCORD_GUILD: '12345678901234567' })).toEqual([
    expect.stringMatching(/^DISCORD_TOKEN is missing/u),
  ]);
});

test('an empty value is as good as none', () => {
  const empty = { DISCORD_TOKEN: '', DATA_DIR: '', MISSED_QUESTIONS: ' ', PORT: ' ', LOG_LEVEL: '' };
  expect(readSettings(empty)).toEqual(readSettings({}));
});

const HERE = '127.0.0.1';

test.for([
  [{}, { host: HERE, port: 3000, page: true }],
  [
    { HOST: '0.0.0.0', PORT: '0', PAGE: 'on' },
    { host: '0.0.0.0', port: 0, page: true },
  ],
  [{ DISCORD_TOKEN: TOKEN }, null],
  [{ DISCORD_TOKEN: TOKEN, PAGE: 'off' }, null],
  [{ DISCORD_TOKEN: TOKEN, HOST: '0.0.0.0' }, null],
  [
    { DISCORD_TOKEN: TOKEN, PORT: '80' },
    { host: HERE, port: 80, page: false },
  ],
  [
    { DISCORD_TOKEN: TOKEN, PORT: '80', PAGE: 'on' },
    { host: HERE, port: 80, page: true },
  ],
] as const)('with %j the server is %j', ([variables, web]) => {
  expect(readSettings(variables).web).toEqual(web);
});

test('a page nowhere, and nothing at all, are mistakes', () => {
  expect(problemsOf({ DISCORD_TOKEN: TOKEN, PAGE: 'on' })).toEqual([
    'PORT is missing, though PAGE is on: it says where the page is, such as 3000',
  ]);
  expect(problemsOf({ PAGE: 'off', PORT: '3000' })).toEqual([
    'PAGE is off and DISCORD_TOKEN is missing, so nothing is left to run: set DISCORD_TOKEN, or PAGE to on',
  ]);
});

test.for([
  [{}, './data'],
  [{ DATA_DIR: '/var/halflife' }, '/var/halflife'],
  [{ DATA_DIR: '/var/halflife', MISSED_QUESTIONS: ' on ' }, '/var/halflife'],
  [{ DATA_DIR: '/var/halflife', MISSED_QUESTIONS: 'off' }, null],
  [{ DATABASE_URL: 'postgres://db/halflife' }, './data'],
] as const)('with %j missed questions are kept in %j', ([variables, folder]) => {
  expect(readSettings(variables).missedQuestions).toBe(folder);
  expect(readMissedQuestions(variables)).toBe(folder);
});

test('missed questions are kept or not, whatever a program that reads no other setting finds there', () => {
  const elsewhere = { DISCORD_TOKEN: 'nonsense', PORT: '70000', LOG_LEVEL: 'loud' };
  expect(readMissedQuestions({ ...elsewhere, DATA_DIR: 'here' })).toBe('here');
  const bad = () => readMissedQuestions({ ...elsewhere, MISSED_QUESTIONS: 'ON' });
  expect(bad).toThrow(new SettingsError(['MISSED_QUESTIONS is "ON": it can be on or off']));
});

test('the example explains every setting, and copied as it is changes nothing', () => {
  const example = readEnvironment(new URL('../.env.example', import.meta.url).pathname, {});
  const names = [
    'DATABASE_URL',
    'DATA_DIR',
    'DISCORD_API',
    'DISCORD_GUILD',
    'DISCORD_TOKEN',
    'HOST',
    'LOG_LEVEL',
    'MISSED_QUESTIONS',
    'PAGE',
    'PORT',
    'SHARDS',
    'WORK',
  ];
  expect(Object.keys(example).sort()).toEqual(names);
  expect(readSettings(example)).toEqual(readSettings({}));
});

test('the real environment wins over the file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'halflife-')), '.env');
  writeFileSync(file, 'PORT=1\nHOST="localhost" # here\n');
  expect(readEnvironment(file, { PORT: '2' })).toEqual({ PORT: '2', HOST: 'localhost' });
});

test('without a file there is the environment alone', () => {
  expect(readEnvironment('no-such-file', { PORT: '2' })).toEqual({ PORT: '2' });
});
