import { Hono } from 'hono';
import type { Metrics } from '../metrics/metrics.ts';
import { type Health, type HealthOptions, healthOf } from './health.ts';

export interface ObservedOptions extends HealthOptions {
  readonly metrics: Metrics;
  /** How all of it is, where that is more than this process. */
  readonly health?: () => Health;
}

/** On the way: only now counts. */
const NOT_KEPT = { 'cache-control': 'no-store' };

/**
 * For those who look after it: `/healthz` for whatever starts it again when it is not well (503), and `/metrics` for
 * Prometheus.
 */
export function createObserved({ metrics, health: whole, ...house }: ObservedOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => {
    const health = whole?.() ?? healthOf(house);
    return c.json(health, health.trouble.length === 0 ? 200 : 503, NOT_KEPT);
  });
  app.get('/metrics', async (c) => {
    return c.body(await metrics.text(), 200, { ...NOT_KEPT, 'content-type': metrics.contentType });
  });
  return app;
}
