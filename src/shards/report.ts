import { z } from 'zod';
import type { MetricsOfProcess } from '../metrics/metrics.ts';
import type { Health } from '../web/health.ts';

/** What a shard ends with that need not be started again: its settings, or what Discord says of them, will not do. */
export const UNUSABLE = 78;

const TYPE = 'halflife shard';

/** What a shard tells the process that started it: how it is, every moment; and its metrics when it is asked for them. */
export type Report = { readonly health: Health } | { readonly metrics: MetricsOfProcess };

// Both ends are of one version, on one machine: what has the type is what it says.
const reported = z.object({ type: z.literal(TYPE) });
const asked = reported.extend({ wants: z.literal('metrics') });

export function report(told: Report): object {
  return { type: TYPE, ...told };
}

/** Null for what discord.js sends on the same way. */
export function readReport(message: unknown): Report | null {
  return reported.safeParse(message).success ? (message as Report) : null;
}

export const METRICS_WANTED: z.output<typeof asked> = { type: TYPE, wants: 'metrics' };

export function wantsMetrics(message: unknown): boolean {
  return asked.safeParse(message).success;
}
