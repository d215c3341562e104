import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';

/** What whoever runs it may set: the environment, checked. `.env.example` explains each in plain words. */
export interface Settings {
  /** Null without DISCORD_TOKEN: then nothing is done on Discord. */
  readonly discord: DiscordSettings | null;
  readonly storage: { readonly databaseUrl: string } | { readonly dataDir: string };
  /** The folder where questions without an answer are kept; null where that was turned off. */
  readonly missedQuestions: string | null;
  /** Null where nothing listens: with a token, unless PORT says where. */
  readonly web: WebSettings | null;
  readonly logLevel: LogLevel;
  /** Whether this process works on what is accepted with a database across machines, or leaves that to workers. */
  readonly works: boolean;
  /** How many processes share the connection to Discord; null where this one has it, whole or its shard of it. */
  readonly shards: number | 'auto' | null;
}

/** What a worker needs: where the requests are, and as whom it replies. */
export interface WorkerSettings extends Settings {
  readonly discord: DiscordSettings;
  readonly storage: { readonly databaseUrl: string };
}

export interface DiscordSettings {
  readonly token: string;
  /** Base address of the REST API, without its version. */
  readonly api: string;
  /** The server whose commands are registered; null for everywhere. */
  readonly guild: string | null;
}

export interface WebSettings {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whether the chat page is served, or health and metrics alone. */
  readonly page: boolean;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Settings that cannot be used, one line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const TOKEN_PAGE = 'the Bot page of your application at https://discord.com/developers/applications';

/** A value as it stands in a message; secrets are never put there. */
function shown(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

function checked(fits: (value: string) => boolean, wrong: (value: string) => string) {
  return z.string().refine(fits, { error: ({ input }) => wrong(String(input)) });
}

function isAddress(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

const onOrOff = checked(
  (word) => word === 'on' || word === 'off',
  (word) => `is ${shown(word)}: it can be on or off`,
);

const environment = z.object({
  DISCORD_TOKEN: checked(
    (token) => /^[\w-]+\.[\w-]+\.[\w-]+$/u.test(token),
    () => `is not a bot token, which has three parts joined by dots: copy it whole from ${TOKEN_PAGE}`,
  ).optional(),
  DISCORD_API: checked(
    (api) => isAddress(api, ['http:', 'https:']),
    (api) => `is ${shown(api)}: an address is needed, such as https://discord.com/api`,
  ).default('https://discord.com/api'),
  DISCORD_GUILD: checked(
    (guild) => /^\d{17,20}$/u.test(guild),
    (guild) => `is ${shown(guild)}: a server's id is needed, 17 to 20 digits (right-click the server, Copy Server ID)`,
  ).optional(),
  DATABASE_URL: checked(
    (url) => isAddress(url, ['postgres:', 'postgresql:']),
    () => 'is not the address of a Postgres database, such as postgres://user:password@host:5432/halflife',
  ).optional(),
  DATA_DIR: z.string().default('./data'),
  MISSED_QUESTIONS: onOrOff.default('on'),
  HOST: checked(
    (host) => /^[\w.:-]+$/u.test(host),
    (host) => `is ${shown(host)}: a name or an IP address is needed, such as 127.0.0.1`,
  ).default('127.0.0.1'),
  PORT: checked(
    (port) => /^\d{1,5}$/u.test(port) && Number(port) <= 65_535,
    (port) => `is ${shown(port)}: a whole number from 0 to 65535 is needed, such as 3000`,
  ).optional(),
  PAGE: onOrOff.optional(),
  LOG_LEVEL: checked(
    (level) => (LOG_LEVELS as readonly string[]).includes(level),
    (level) => `is ${shown(level)}: it can be ${LOG_LEVELS.join(', ')}`,
  ).default('info'),
  WORK: onOrOff.default('on'),
  SHARDS: checked(
    (shards) => shards === 'auto' || (/^\d{1,4}$/u.test(shards) && shards !== '0'),
    (shards) => `is ${shown(shards)}: auto is needed, or how many there are to be, such as 2`,
  ).optional(),
});

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws SettingsError naming every bad value. Empty ones count as not set. */
function checkedBy<Values>(schema: z.ZodType<Values>, variables: Variables): Values {
  const given = Object.entries(variables)
    .map(([name, value]) => [name, value?.trim()])
    .filter(([, value]) => value !== '' && value !== undefined);
  const read = schema.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  throw new SettingsError(read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
}

/** Where questions without an answer are kept, or null, whatever the rest of the environment. Throws SettingsError. */
export function readMissedQuestions(variables: Variables): string | null {
  const { DATA_DIR, MISSED_QUESTIONS } = checkedBy(
    environment.pick({ DATA_DIR: true, MISSED_QUESTIONS: true }),
    variables,
  );
  return MISSED_QUESTIONS === 'on' ? DATA_DIR : null;
}

/** Where the bot keeps what it remembers, whatever the rest of the environment. Throws SettingsError. */
export function readStorage(variables: Variables): Settings['storage'] {
  return storageOf(checkedBy(environment.pick({ DATA_DIR: true, DATABASE_URL: true }), variables));
}

function storageOf({ DATA_DIR, DATABASE_URL }: Pick<z.output<typeof environment>, 'DATA_DIR' | 'DATABASE_URL'>) {
  return DATABASE_URL === undefined ? { dataDir: DATA_DIR } : { databaseUrl: DATABASE_URL };
}

/** Checks an environment. Throws SettingsError. */
export function readSettings(variables: Variables): Settings {
  const isShard = isOneShard(variables);
  const checkedVariables = checkedBy(environment, isShard ? { ...variables, SHARDS: undefined } : variables);
  const { DISCORD_TOKEN: token, DISCORD_GUILD: guild, WORK, SHARDS: shards = '1', ...rest } = checkedVariables;
  if (token === undefined && shards !== '1') {
    throw new SettingsError([`DISCORD_TOKEN is missing, though SHARDS is set: copy it from ${TOKEN_PAGE}`]);
  }
  if (rest.DATABASE_URL === undefined && WORK === 'off') {
    throw new SettingsError(['DATABASE_URL is missing, though WORK is off: nobody else could work on what is asked']);
  }
  if (token === undefined && guild !== undefined) {
    throw new SettingsError([`DISCORD_TOKEN is missing, though DISCORD_GUILD is set: copy it from ${TOKEN_PAGE}`]);
  }
  return {
    discord: token === undefined ? null : { token, api: rest.DISCORD_API.replace(/\/+$/u, ''), guild: guild ?? null },
    storage: storageOf(rest),
    missedQuestions: readMissedQuestions(variables),
    web: isShard ? null : webSettings(rest, token !== undefined),
    logLevel: rest.LOG_LEVEL as LogLevel,
    works: WORK === 'on',
    shards: shards === 'auto' ? shards : Number(shards) === 1 ? null : Number(shards),
  };
}

/** Whether this process is one of the shards, whose number discord.js then puts where the setting was. */
export function isOneShard({ SHARDING_MANAGER: has }: Variables): boolean {
  return has === 'true';
}

/** The same for a worker. Throws SettingsError. */
export function readWorkerSettings(variables: Variables): WorkerSettings {
  const settings = readSettings(variables);
  const { discord, storage } = settings;
  const missing = [
    ...('databaseUrl' in storage
      ? []
      : ['DATABASE_URL is missing: a worker takes its work from the PostgreSQL database that it shares with the bot']),
    ...(discord === null ? [`DISCORD_TOKEN is missing: a worker replies as the bot. Copy it from ${TOKEN_PAGE}`] : []),
  ];
  if (discord === null || !('databaseUrl' in storage)) throw new SettingsError(missing);
  return { ...settings, discord, storage };
}

const USUAL_PORT = '3000';

/** Without Discord the page is all there is. Beside it nothing listens unless asked to, and the page not by itself. */
function webSettings(
  { HOST, PORT, PAGE }: Pick<z.output<typeof environment>, 'HOST' | 'PORT' | 'PAGE'>,
  onDiscord: boolean,
): WebSettings | null {
  if (onDiscord) {
    if (PORT === undefined && PAGE === 'on') {
      throw new SettingsError(['PORT is missing, though PAGE is on: it says where the page is, such as 3000']);
    }
    return PORT === undefined ? null : { host: HOST, port: Number(PORT), page: PAGE === 'on' };
  }
  if (PAGE === 'off') {
    throw new SettingsError([
      'PAGE is off and DISCORD_TOKEN is missing, so nothing is left to run: set DISCORD_TOKEN, or PAGE to on',
    ]);
  }
  return { host: HOST, port: Number(PORT ?? USUAL_PORT), page: true };
}

/** The variables of a file such as `.env` (it may be absent), the real environment winning over them. */
export function readEnvironment(
  file: string,
  real: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...real } : { ...real };
}
