import { setTimeout as delay } from 'node:timers/promises';
import type { Discord } from '../discord-double/index.ts';
import type { Postgres } from '../postgres.ts';
import { startProcess } from '../process.ts';

export interface ClusterOptions {
  readonly discord: Discord;
  readonly postgres: Pick<Postgres, 'url'>;
  /** None: one process has the whole connection. */
  readonly shards?: number;
  readonly workers?: number;
  /** Whether the bot takes part in the work (only without workers, unless told otherwise). */
  readonly botWorks?: boolean;
  /** The programs: the bot and the worker as they are run unless told otherwise. */
  readonly programs?: { readonly bot: string; readonly worker: string };
  readonly environment?: Readonly<Record<string, string>>;
}

export type Process = ReturnType<typeof startProcess>;

/** The bot, whose shards are processes of its own, and workers, on one database and one Discord. */
export interface Cluster extends AsyncDisposable {
  readonly bot: Process;
  readonly workers: readonly Process[];
  /** Starts another, and resolves once it is at work. */
  addWorker(): Promise<Process>;
  /** The log lines of all so far. */
  log(): LogLine[];
}

export interface LogLine {
  readonly msg: string;
  readonly reference?: string;
  readonly outcome?: string;
  readonly shard?: number;
  readonly ms?: number;
}

export const PROGRAMS = {
  bot: new URL('../../src/main.ts', import.meta.url).pathname,
  worker: new URL('../../src/worker.ts', import.meta.url).pathname,
};

/** The same with commands that wait in the place of those that train: /work, /wait. */
export const PROGRAMS_THAT_WAIT = {
  bot: new URL('../discord/child/main.ts', import.meta.url).pathname,
  worker: new URL('./child/worker.ts', import.meta.url).pathname,
};

/** Starts it, and resolves once all of it is there. */
export async function startCluster({
  discord,
  postgres,
  shards = 1,
  workers: amount = 0,
  botWorks = amount === 0,
  programs = PROGRAMS,
  environment = {},
}: ClusterOptions): Promise<Cluster> {
  discord.world.gateway = { shards, sessionsLeft: 999, atOnce: shards };
  const all = {
    DISCORD_TOKEN: discord.token,
    DISCORD_API: discord.api,
    DATABASE_URL: postgres.url,
    ...environment,
  };
  const bot = startProcess(programs.bot, { ...all, SHARDS: String(shards), WORK: botWorks ? 'on' : 'off' });
  const workers: Process[] = [];
  const addWorker = async () => {
    const worker = startProcess(programs.worker, all);
    workers.push(worker);
    await said(worker, 'at work');
    return worker;
  };
  const cluster: Cluster = {
    bot,
    workers,
    addWorker,
    log: () => [bot, ...workers].flatMap((process) => linesOf(process.stderr())),
    async [Symbol.asyncDispose]() {
      // The shards leave by themselves when the process that started them is gone.
      bot.child.kill('SIGTERM');
      for (const worker of workers) worker.child.kill('SIGKILL');
      await Promise.race([bot.closed, delay(10_000)]);
      await Promise.all([bot, ...workers].map((process) => process[Symbol.asyncDispose]()));
    },
  };
  try {
    await Promise.all(Array.from({ length: amount }, addWorker));
    await discord.gateway.seen('ready', { times: shards, timeoutMs: 60_000 });
    await discord.until(() => (discord.commands.list().length > 0 ? true : undefined), 'no commands came');
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw new Error(`the cluster did not start:\n${[bot, ...workers].map((each) => each.stderr()).join('\n')}`, {
      cause: error,
    });
  }
}

/** Resolves once it has logged this; rejects where it ends before, or takes a minute. */
export async function said(process: Process, words: string): Promise<void> {
  const begun = performance.now();
  while (!process.stderr().includes(words)) {
    const isOver = process.child.exitCode !== null || performance.now() - begun > 60_000;
    if (isOver) throw new Error(`it never said "${words}":\n${process.stderr()}`);
    await delay(20);
  }
}

function linesOf(log: string): LogLine[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}
