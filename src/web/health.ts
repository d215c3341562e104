import packageFile from '../../package.json' with { type: 'json' };
import type { LabState, WatchedLab } from '../lab/lab.ts';
import type { Connection, GatewayState } from '../metrics/gateway-state.ts';

/** How long Discord may be out of reach: it moves its connections about all day, and a start takes a moment. */
const AWAY_MS = 60_000;

export interface HealthOptions {
  readonly lab: Pick<WatchedLab, 'state'>;
  readonly gateway: GatewayState;
  /** Aborted once it was told to leave. */
  readonly leaving: AbortSignal;
  readonly awayMs?: number;
}

/** GET /healthz. */
export interface Health {
  readonly alive: true;
  readonly version: string;
  readonly gateway: Connection;
  /** When the gateway came to be so, as in 2026-01-31T12:00:00.000Z. */
  readonly gatewaySince: string;
  readonly workers: LabState;
  readonly uptimeSeconds: number;
  /** What is wrong, a sentence each; empty where all is well. */
  readonly trouble: readonly string[];
}

/** How it is. Costs nothing worth counting, and says nothing that strangers may not know. */
export function healthOf({ lab, gateway, leaving, awayMs = AWAY_MS }: HealthOptions): Health {
  const workers = lab.state();
  const trouble = [
    ...(workers.workers === 0 ? ['the lab has no workers left: nothing can be trained or drawn'] : []),
    ...(gateway.connection === 'lost' ? ['Discord closed the connection for good: the log says why'] : []),
    ...(gateway.connection !== 'lost' && gateway.awayMs > awayMs
      ? [`Discord has been out of reach for ${Math.round(gateway.awayMs / 1e3)} s`]
      : []),
    ...(leaving.aborted ? ['it is leaving: what runs is finished, and nothing new is taken'] : []),
  ];
  return {
    alive: true,
    version: packageFile.version,
    gateway: gateway.connection,
    gatewaySince: gateway.since.toISOString(),
    workers,
    uptimeSeconds: Math.round(process.uptime()),
    trouble,
  };
}
