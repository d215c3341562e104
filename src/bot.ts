import { once } from 'node:events';
import type { DiscordOptions } from './discord/gateway.ts';
import { openDiscord } from './discord/gateway.ts';
import { NO_METERS } from './metrics/meters.ts';
import type { BossCrew } from './requests/boss-crew.ts';
import type { Settings } from './settings.ts';

export interface BotOptions extends Omit<DiscordOptions, 'crew'> {
  readonly signal: AbortSignal;
}

/**
 * The bot on Discord, until it is told to leave; with a database across machines it hands its work over, and takes part
 * in that of all unless `works` says no. Throws DiscordStartError where it cannot be there, or not any more.
 */
export async function beOnDiscord({ storage, works }: Settings, options: BotOptions): Promise<void> {
  if (!('databaseUrl' in storage)) return talk(options, null);
  const { BossCrew } = await import('./requests/boss-crew.ts');
  const { store, log } = options;
  const crew = new BossCrew({ url: storage.databaseUrl, requests: store.requests, log });
  try {
    await talk({ ...options, crew }, works ? crew : null);
  } finally {
    await crew.close();
  }
}

/** @param ownCrew whose work this process takes part in. */
async function talk(options: DiscordOptions & BotOptions, ownCrew: BossCrew | null): Promise<void> {
  const { signal, log } = options;
  const bot = await openDiscord(options);
  if (bot === null) return;
  const hands = ownCrew && (await handsFor(ownCrew, options));
  const lost = await Promise.race([bot.lost, signal.aborted ? null : once(signal, 'abort').then(() => null)]);
  log.info('leaving: what runs is finished first');
  await Promise.all([bot.stop(), hands?.stop()]);
  if (lost !== null) throw lost;
}

/** What is asked is metered where it was accepted. */
async function handsFor(crew: BossCrew, options: BotOptions) {
  const { lendHands } = await import('./discord/hands.ts');
  return lendHands({ ...options, crew, meters: NO_METERS });
}
