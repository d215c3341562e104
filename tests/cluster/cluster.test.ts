import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Discord, findOpenApi, startDiscord } from '../discord-double/index.ts';
import { type Postgres, startPostgres, whyNoPostgres } from '../postgres.ts';
import { Crowd } from './crowd.ts';
import { type Cluster, PROGRAMS_THAT_WAIT, startCluster } from './harness.ts';

const lack = whyNoPostgres();
if (lack !== null) process.stderr.write(`More than one machine is not tested here: ${lack}.\n`);

/** The processes that another started. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

describe.skipIf(lack !== null)('two shards and three workers', () => {
  let discord: Discord;
  let postgres: Postgres;
  let cluster: Cluster;
  let crowd: Crowd;

  beforeAll(async () => {
    [discord, postgres] = await Promise.all([startDiscord({ openApi: findOpenApi() }), startPostgres()]);
    crowd = new Crowd(discord, [discord.elsewhere('maths', [0, 2]), discord.elsewhere('physics', [1, 2])]);
    cluster = await startCluster({ discord, postgres, shards: 2, workers: 3, programs: PROGRAMS_THAT_WAIT });
  }, 120_000);

  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]();
    await postgres?.[Symbol.asyncDispose]();
    await discord?.close();
  }, 60_000);

  test('a worker and a shard are killed and a worker is told to leave under load: all is answered, and nothing twice', {
    timeout: 120_000,
  }, async ({ expect }) => {
    const [first, second] = cluster.workers;
    const asking = crowd.ask({ times: 60, everyMs: 80, workMs: 1_500 });
    await delay(1_500);
    await first!.killed();
    process.kill(childrenOf(cluster.bot.child.pid!)[1]!, 'SIGKILL');
    second!.child.kill('SIGTERM');
    await asking;
    await crowd.ask({ times: 10, everyMs: 50, workMs: 500 });

    expect(await second!.closed).toBe(0);
    await discord.gateway.seen('ready', { times: 3, timeoutMs: 60_000 });
    await expect.poll(() => crowd.open(), { timeout: 60_000 }).toEqual([]);

    expect(crowd.acknowledged().length).toBeGreaterThan(30);
    expect(crowd.more()).toEqual([]);
    expect(discord.requestsTo('PUT /applications/:app/commands')).toHaveLength(1);
    const taken = cluster.log().filter(({ msg }) => msg === 'a request is taken up that others did not end');
    expect(taken.length).toBeGreaterThan(0);
  });

  test('PostgreSQL is away for a while: it answers on, and loses nothing', { timeout: 120_000 }, async ({ expect }) => {
    const before = crowd.acknowledged().length;
    const asking = crowd.ask({ times: 40, everyMs: 150, workMs: 1_500, withoutMemory: true });
    await delay(1_000);
    await postgres.stop();
    const during = crowd.acknowledged().length;
    await delay(4_000);
    await postgres.start();
    await asking;
    await crowd.ask({ times: 5, everyMs: 50, workMs: 300, withoutMemory: true });

    await expect.poll(() => crowd.open(), { timeout: 60_000 }).toEqual([]);
    expect(crowd.acknowledged().length).toBeGreaterThan(during);
    expect(during).toBeGreaterThan(before);
    expect(crowd.more()).toEqual([]);
  });

  test('told to leave, all shards do, and the process that started them after them', {
    timeout: 30_000,
  }, async ({ expect }) => {
    const shards = childrenOf(cluster.bot.child.pid!);
    expect(shards.length).toBe(2);
    cluster.bot.child.kill('SIGTERM');
    expect(await cluster.bot.closed).toBe(0);
    for (const pid of shards) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
