import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Discord, findOpenApi, startDiscord } from '../discord-double/index.ts';
import { startPostgres, whyNoPostgres } from '../postgres.ts';
import { type Cluster, startCluster } from './harness.ts';

/**
 * What one bot and 1, 2 and 3 workers get done, all on this machine, against the loopback Discord: a table in Markdown.
 * How many requests of each kind: `npm run cluster:throughput -- --requests 12`.
 */
const { values } = parseArgs({ options: { requests: { type: 'string', default: '12' } } });
const REQUESTS = Number(values.requests);

interface Kind {
  readonly name: string;
  readonly times: number;
}

/** The usual experiment, and a look into the database: nothing is trained for that, nor drawn. */
const TRAIN: Kind = { name: 'train', times: REQUESTS };
const HISTORY: Kind = { name: 'history', times: 10 * REQUESTS };

const PICKED_UP = 20;

/** Resolves once the answer is whole: no progress stands below its words, and no button stops it any more. */
async function answered(discord: Discord, { name }: Kind, person: string, timeoutMs: number): Promise<void> {
  const interaction = discord.command({ name, user: discord.world.person(person) });
  await interaction.message({
    until: ({ content, components }) => !/^$|%$/u.test(content) && !JSON.stringify(components).includes('!stop'),
    timeoutMs,
  });
}

/** Requests a minute, all asked at once by people of their own. */
async function perMinute(discord: Discord, kind: Kind): Promise<number> {
  const begun = performance.now();
  await Promise.all(Array.from({ length: kind.times }, (_, n) => answered(discord, kind, `person ${n}`, 300_000)));
  return (60_000 * kind.times) / (performance.now() - begun);
}

/** Milliseconds from the acknowledgement of a request to the first word of the worker that took it, one by one. */
async function pickUps(discord: Discord): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < PICKED_UP; n += 1) {
    const before = discord.requests.length;
    await answered(discord, HISTORY, `person ${n}`, 60_000);
    const since = discord.requests.slice(before);
    const acknowledged = since.find(({ path }) => path.endsWith('/callback'));
    const taken = since.find(({ method, path }) => method === 'GET' && path.endsWith('/messages/@original'));
    if (acknowledged !== undefined && taken !== undefined) times.push(taken.at - acknowledged.at);
  }
  return times.sort((one, other) => one - other);
}

async function measured(workers: number): Promise<string> {
  await using discord = await startDiscord({ openApi: findOpenApi() });
  await using postgres = await startPostgres();
  await using _cluster: Cluster = await startCluster({ discord, postgres, workers, botWorks: false });
  for (const kind of [TRAIN, HISTORY]) await answered(discord, kind, 'the first', 60_000);
  const picked = await pickUps(discord);
  const rates = [await perMinute(discord, TRAIN), await perMinute(discord, HISTORY)];
  const [median = 0, latest = 0] = [picked[Math.floor(picked.length / 2)], picked.at(-1)];
  return `| ${workers} | ${rates.map((rate) => Math.round(rate)).join(' | ')} | ${Math.round(median)} ms | ${Math.round(latest)} ms |`;
}

const lack = whyNoPostgres();
if (lack !== null) {
  process.stderr.write(`${lack}.\n`);
  process.exit(1);
}
const cores = availableParallelism();
process.stdout.write(
  [
    `All on one machine of ${cores} cores, the bot, PostgreSQL and Discord's double too; each worker has ${cores} threads.`,
    '',
    `| workers | /train a minute | /history a minute | picked up after (median) | (latest of ${PICKED_UP}) |`,
    '|---|---|---|---|---|',
    '',
  ].join('\n'),
);
for (const workers of [1, 2, 3]) process.stdout.write(`${await measured(workers)}\n`);
