import type { Command, Context } from '../../src/chat/command.ts';
import { openDiscord, type StopLimits } from '../../src/discord/gateway.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { openLog } from '../../src/log.ts';
import type { GatewayState } from '../../src/metrics/gateway-state.ts';
import type { Meters } from '../../src/metrics/meters.ts';
import type { Crew } from '../../src/requests/crew.ts';
import type { Turnstile } from '../../src/requests/turnstile.ts';
import type { DiscordSettings } from '../../src/settings.ts';
import type { Store } from '../../src/store/store.ts';
import { type Discord, findOpenApi, startDiscord } from '../discord-double/index.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

export interface BotOptions {
  readonly lab?: Lab;
  /** One in memory unless given. */
  readonly store?: Store;
  readonly turnstile?: Turnstile;
  readonly crew?: Crew;
  readonly missed?: Context['missed'];
  readonly meters?: Meters;
  readonly gateway?: GatewayState;
  readonly guild?: boolean;
  readonly progressEveryMs?: number;
  readonly downloadMs?: number;
  /** A Discord that is there already, and stays when the bot goes. */
  readonly discord?: Discord;
}

export interface LogLine {
  readonly level: number;
  readonly msg?: string;
  readonly via?: string;
  readonly command?: string;
  readonly outcome?: string;
  readonly reference?: string;
  readonly button?: string;
  readonly err?: { readonly message: string };
}

export interface TestBot extends AsyncDisposable {
  readonly discord: Discord;
  /** The log so far, an object a line. */
  readonly log: () => LogLine[];
  readonly rawLog: () => string;
  readonly stop: (limits?: StopLimits) => Promise<void>;
}

// Compiled once for all the tests of a file.
export const openApi = findOpenApi();

/** The real bot with the real client, on a Discord of this machine. Retries wait 20, 40, 80 ms. */
export async function startBot(commands: readonly Command[], options: BotOptions = {}): Promise<TestBot> {
  const discord = options.discord ?? (await startDiscord({ openApi }));
  let written = '';
  const to = {
    write: (line: string) => {
      written += line;
    },
  };
  const bot = await openDiscord({
    settings: settingsFor(discord, options.guild ?? false),
    commands,
    lab: options.lab ?? noLab,
    store: options.store ?? new StoreInMemory(),
    ...(options.turnstile && { turnstile: options.turnstile }),
    ...(options.crew && { crew: options.crew }),
    missed: options.missed ?? (() => {}),
    ...(options.meters && { meters: options.meters }),
    ...(options.gateway && { gateway: options.gateway }),
    log: openLog({ level: 'trace', secrets: [discord.token], to }),
    waits: { firstMs: 20, times: 3 },
    progressEveryMs: options.progressEveryMs ?? 1_500,
    downloadMs: options.downloadMs ?? 10_000,
  });
  if (bot === null) throw new Error('nobody told it to give up');
  let stopped: Promise<void> | undefined;
  const stop = (limits?: StopLimits) => {
    stopped ??= bot.stop(limits);
    return stopped;
  };
  return {
    discord,
    rawLog: () => written,
    log: () =>
      written
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    stop,
    async [Symbol.asyncDispose]() {
      await stop({ finishMs: 0, farewellMs: 1_000 });
      if (options.discord === undefined) await discord.close();
    },
  };
}

export function settingsFor(discord: Discord, guild: boolean): DiscordSettings {
  return { token: discord.token, api: discord.api, guild: guild ? discord.world.guildId : null };
}

/** For commands that train nothing: it fails whoever asks it. */
export const noLab: Lab = {
  train: () => Promise.reject(new Error('this command was not to train')),
  draw: () => Promise.reject(new Error('this command was not to draw')),
  close: () => Promise.resolve(),
};
