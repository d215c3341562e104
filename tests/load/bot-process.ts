import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Discord } from '../discord-double/index.ts';
import { startProcess } from '../process.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;

/** What the bot's log says of a request. */
export interface RequestLogged {
  readonly via: string;
  readonly command: string;
  readonly outcome: string;
  readonly reference: string;
  readonly ackMs?: number;
  readonly waitMs?: number;
  readonly ms: number;
}

/** In MB (10⁶ bytes), as the system counts it. */
export interface Memory {
  readonly now: number;
  readonly peak: number;
}

/** Milliseconds. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * The bot as it is run, in a process of its own and an empty folder, with nothing but a token, and with its metrics on a
 * port, which tell how late its event loop is. Its memory is read from /proc, which only Linux has.
 */
export async function startBot(discord: Discord) {
  const { token: DISCORD_TOKEN, api: DISCORD_API } = discord;
  const started = startProcess(MAIN, { DISCORD_TOKEN, DISCORD_API, PORT: '0', PAGE: 'off', ...passedOn() });
  const bot = new BotProcess(started);
  await Promise.race([bot.isUp, started.closed.then(() => bot.fail())]);
  await discord.until(() => (discord.commands.list().length > 0 ? true : undefined), 'the bot never came');
  return bot;
}

/** For whoever looks into what they measure: the options of Node and of the memory that it asks for. */
function passedOn(): Record<string, string> {
  const names = ['NODE_OPTIONS', 'MALLOC_ARENA_MAX'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

export class BotProcess implements AsyncDisposable {
  readonly requests: RequestLogged[] = [];
  /** What its log warns of, and how often. */
  readonly warnings = new Map<string, number>();
  readonly isUp: Promise<void>;
  readonly #process: ReturnType<typeof startProcess>;
  readonly #up = Promise.withResolvers<void>();
  #address = '';
  #rest = '';

  constructor(started: ReturnType<typeof startProcess>) {
    this.#process = started;
    this.isUp = this.#up.promise;
    started.child.stderr.on('data', (chunk) => this.#read(String(chunk)));
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop()!;
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const told = JSON.parse(line);
      if (told.msg === 'request') this.requests.push(told);
      else if (told.level >= 40) this.warnings.set(told.msg, (this.warnings.get(told.msg) ?? 0) + 1);
      else if (told.address !== undefined) {
        this.#address = told.address;
        this.#up.resolve();
      }
    }
  }

  fail(): never {
    throw new Error(`the bot ended: ${this.#process.stderr().slice(-2_000)}`);
  }

  get memory(): Memory {
    const status = readFileSync(`/proc/${this.#process.child.pid}/status`, 'utf8');
    const mb = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(status)![1]) * 1_024) / 1e6;
    return { now: mb('VmRSS'), peak: mb('VmHWM') };
  }

  /** Since it was last asked for. */
  async loopDelay(): Promise<LoopDelay> {
    const text = await (await fetch(`${this.#address}/metrics`)).text();
    const at = (quantile: string) => {
      const line = `^halflife_event_loop_delay_seconds\\{quantile="${quantile}"\\} (.+)$`;
      return 1e3 * Number(new RegExp(line, 'mu').exec(text)![1]);
    };
    return { p50: at('0.5'), p99: at('0.99'), max: at('1') };
  }

  /** Resolves once its workers have had nothing to do for a while, the warm-up at the start included. */
  async idle(): Promise<void> {
    let idleFor = 0;
    while (idleFor < 10) {
      const { workers } = (await (await fetch(`${this.#address}/healthz`)).json()) as {
        workers: { busy: number; waiting: number };
      };
      idleFor = workers.busy + workers.waiting === 0 ? idleFor + 1 : 0;
      await delay(200);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
