import { expect, test } from 'vitest';
import {
  type Discord,
  halfSent,
  missingPermissions,
  notFound,
  payloadRefused,
  rateLimit,
  reset,
  serverError,
  startDiscord,
} from './discord-double/index.ts';
import { startProcess } from './process.ts';
import { INTERACTION_TOKEN } from './secrets/interaction-token.ts';

/*
 * The bot as a process of its own, with secrets that are known here, told to say all it can; then everything that came
 * out of it is searched, whatever it came out by.
 */

const BOT = new URL('./secrets/main.ts', import.meta.url).pathname;

const PASSWORD = 'h/unter 2"\\';
const DATABASE_URL = `postgres://halflife:${encodeURIComponent(PASSWORD)}@127.0.0.1:1/halflife`;

/** Two starts of a real bot, and all that it waits for while Discord is in trouble. */
const LIMIT_MS = 180_000;

interface Named {
  readonly token: string;
}

/** Each under a name, as whoever finds it should not have to print it. */
function secretsOf({ token }: Discord, asked: readonly Named[]): [string, string][] {
  const hmac = token.slice(token.lastIndexOf('.') + 1);
  const known: [string, string][] = [
    ['the token', token],
    ['the front of the token', token.slice(0, token.lastIndexOf('.'))],
    ['the end of the token', hmac],
    ['the token in base64', Buffer.from(token).toString('base64').replace(/=+$/u, '')],
    ['the address of the database', DATABASE_URL],
    ['its password', PASSWORD],
    ['its password as JSON', JSON.stringify(PASSWORD).slice(1, -1)],
    ['its password as it stands in the address', encodeURIComponent(PASSWORD)],
    ['the interaction token that was spilt', INTERACTION_TOKEN],
    ['the end of it', INTERACTION_TOKEN.slice(-20)],
  ];
  return [...known, ...asked.map(({ token: each }, n): [string, string] => [`interaction token ${n}`, each])];
}

/** All that it sent to Discord, but for the paths, of which the tokens are a part. */
function sentTo({ requests }: Discord): string {
  return requests
    .map(({ body, files }) => [JSON.stringify(body), ...files.map(({ bytes }) => bytes.toString('latin1'))].join('\n'))
    .join('\n');
}

function found(secrets: readonly (readonly [string, string])[], places: Readonly<Record<string, string>>): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    secrets.filter(([, secret]) => text.includes(secret)).map(([name]) => `${name} in ${place}`),
  );
}

function start(discord: Discord) {
  return startProcess(BOT, {
    ...{ DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, DATABASE_URL },
    ...{ LOG_LEVEL: 'trace', PORT: '0', PAGE: 'on' },
  });
}

async function ready(discord: Discord): Promise<void> {
  const registered = () => (discord.commands.list().length > 0 ? true : undefined);
  await discord.until(registered, 'it never came', { timeoutMs: 60_000 });
}

function addressOf({ stdout }: ReturnType<typeof start>): string {
  return /^Halflife is at (http:\/\/127\.0\.0\.1:\d+)/u.exec(stdout())?.[1] ?? '';
}

/** The reply to a message on the page, as the page hears of it. */
async function askedOnPage(address: string, message: string): Promise<string> {
  const tab = 'ab'.repeat(16);
  const events = await fetch(`${address}/api/events?tab=${tab}`);
  const body = new FormData();
  body.set('asking', JSON.stringify({ id: 'cd'.repeat(16), tab, asks: { message } }));
  await fetch(`${address}/api/requests`, { method: 'POST', headers: { 'x-halflife': 'script' }, body });
  let heard = '';
  for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) {
    heard += chunk;
    if (heard.includes('"outcome":"')) break;
  }
  return heard;
}

test(
  'nothing secret comes out of the bot, whatever it does and whatever goes wrong',
  async () => {
    await using discord = await startDiscord();
    discord.faults.next('GET /gateway/bot', serverError(503));
    discord.faults.next('PUT *', serverError(502));
    await using bot = start(discord);
    await ready(discord);
    await expect.poll(() => addressOf(bot)).not.toBe('');
    const asked: Named[] = [];
    const noted = <Interaction extends Named>(interaction: Interaction): Interaction => {
      asked.push(interaction);
      return interaction;
    };
    const command = (name: string, options = {}, who = 'ada') =>
      noted(discord.command({ name, options, user: discord.world.person(who) }));

    // What people do.
    const user = discord.world.person('ada');
    const train = { steps: 20, seeds: 1, lr: '0.05', wd: '0.01' };
    const message = await command('train', train).message({ until: ({ attachments }) => attachments.length > 0 });
    await command('export', train).message({ until: ({ attachments }) => attachments.length > 0 });
    for (const name of ['about', 'help', 'history']) await command(name).message();
    const opened = noted(discord.press({ message, label: 'Change…', user }));
    await opened.modal();
    await noted(discord.press({ message, customId: 'nonsense?a=b', forged: true, user })).message();
    await noted(discord.press({ message, label: 'PyTorch', user })).message({
      until: ({ content }) => content !== message.content,
    });
    await noted(discord.autocomplete({ name: 'train', options: { lr: '0.0' }, focused: 'lr' })).choices();
    const said = discord.say({ content: 'what is weight decay?', mention: true });
    await discord.answerTo(said);
    await noted(discord.contextMenu({ name: 'Ask Halflife', message: said })).message();

    // What commands let out.
    for (const how of ['throws', 'several', 'unwaited']) await command('spill', { how }).message();
    const heard = await askedOnPage(addressOf(bot), '/spill how:several');
    expect(heard).toContain('reference');
    await discord.answerTo(discord.say({ content: '/spill how:throws', mention: true }));

    // What goes wrong on the way.
    const faults = [serverError(500), halfSent(), reset(), reset({ handled: true }), rateLimit({ retryAfter: 0.1 })];
    for (const fault of faults) discord.faults.next('POST /interactions/*/*/callback', fault);
    for (const fault of faults) discord.faults.next('PATCH *', fault);
    const whole = { until: ({ attachments }: { attachments: readonly unknown[] }) => attachments.length > 0 };
    await Promise.all(faults.map((_, n) => command('train', train, `person ${n}`).message(whole)));
    for (const fault of [notFound(), missingPermissions(), payloadRefused()]) {
      const refusals = ['POST /interactions/*/*/callback', 'POST /channels/*/messages'].map((route) =>
        discord.faults.next(route, fault),
      );
      command('about');
      discord.say({ content: '/about', mention: true });
      await expect.poll(() => refusals.every(({ met }) => met > 0)).toBe(true);
    }
    const late = command('train', { ...train, steps: 2_000 }, 'late');
    await late.acknowledged();
    discord.clock.advance(16 * 60_000);

    // What goes wrong with the gateway.
    discord.gateway.drop();
    await discord.gateway.seen('resumed');
    discord.gateway.reconnect();
    await discord.gateway.seen('resumed', { times: 2 });
    discord.gateway.close(4000, 'who knows');
    await discord.gateway.seen('resumed', { times: 3 });
    await command('about').message();

    const told: Record<string, string> = {};
    for (const path of ['/', '/healthz', '/metrics'])
      told[path] = await (await fetch(`${addressOf(bot)}${path}`)).text();
    discord.gateway.close(4004);
    expect(await bot.closed).toBe(1);
    const { stdout, stderr } = bot;
    const places = { stdout: stdout(), stderr: stderr(), 'what was sent': sentTo(discord), 'the page': heard, ...told };
    expect(found(secretsOf(discord, asked), places)).toEqual([]);
    expect(['[secret]', '"level":10'].filter((text) => !stderr().includes(text))).toEqual([]);
    discord.takeProblems();
  },
  LIMIT_MS,
);

test(
  'what nobody caught, and what Node warns of, is said without a secret, and a crash ends the bot with 1',
  async () => {
    await using discord = await startDiscord();
    await using bot = start(discord);
    await ready(discord);
    const warned = discord.command({ name: 'spill', options: { how: 'warns' } });
    await warned.message();
    const crashed = discord.command({ name: 'spill', options: { how: 'crashes' } });
    expect(await bot.closed).toBe(1);
    const { stdout, stderr } = bot;
    expect(found(secretsOf(discord, [warned, crashed]), { stdout: stdout(), stderr: stderr() })).toEqual([]);
    const lines = stderr().trimEnd().split('\n');
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ level: 60, err: { code: 10_015 } });
  },
  LIMIT_MS,
);
