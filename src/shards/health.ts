import packageFile from '../../package.json' with { type: 'json' };
import type { Connection } from '../metrics/gateway-state.ts';
import type { Health } from '../web/health.ts';

/** What is known of one shard. */
export interface ShardState {
  readonly id: number;
  /** As it told last; null while it has not told yet, or is being started again. */
  readonly health: Health | null;
  /** How long it has been without a word, in milliseconds. */
  readonly silentMs: number;
}

export interface ShardsHealth extends Health {
  readonly shards: readonly {
    readonly id: number;
    readonly gateway: Connection;
    readonly gatewaySince: string | null;
  }[];
}

/** A shard that has not come back by then is trouble. */
const SILENT_MS = 60_000;

/** From the best to the worst. */
const CONNECTIONS: readonly Connection[] = ['off', 'connected', 'connecting', 'reconnecting', 'lost'];

/** How all shards are together: as well as the worst of them. */
export function healthOfShards(shards: readonly ShardState[], leaving: AbortSignal): ShardsHealth {
  const told = shards.map(({ id, health }) => ({
    id,
    gateway: health?.gateway ?? ('connecting' as const),
    gatewaySince: health?.gatewaySince ?? null,
  }));
  const worst = told.toSorted((one, other) => CONNECTIONS.indexOf(other.gateway) - CONNECTIONS.indexOf(one.gateway))[0];
  const sum = (what: keyof Health['workers']) =>
    shards.reduce((all, { health }) => all + (health?.workers[what] ?? 0), 0);
  const trouble = shards.flatMap(({ id, health, silentMs }) =>
    silentMs > SILENT_MS
      ? [`shard ${id} has not been heard from for ${Math.round(silentMs / 1e3)} s`]
      : (health?.trouble ?? []).map((what) => `shard ${id}: ${what}`),
  );
  return {
    alive: true,
    version: packageFile.version,
    gateway: worst?.gateway ?? 'connecting',
    gatewaySince: worst?.gatewaySince ?? new Date(performance.timeOrigin).toISOString(),
    workers: { workers: sum('workers'), busy: sum('busy'), waiting: sum('waiting') },
    uptimeSeconds: Math.round(process.uptime()),
    trouble: leaving.aborted ? ['it is leaving: what runs is finished, and nothing new is taken'] : trouble,
    shards: told,
  };
}
