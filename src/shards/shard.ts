import type { Metrics } from '../metrics/metrics.ts';
import { type HealthOptions, healthOf } from '../web/health.ts';
import { report, wantsMetrics } from './report.ts';

const EVERY_MS = 1_000;

/** Aborts when the process that started this one is gone: the next will start all shards anew. */
export function managerGone(): AbortSignal {
  const gone = new AbortController();
  process.once('disconnect', () => gone.abort());
  return gone.signal;
}

/** Tells the process that started this one how it is, and its metrics when it asks. Returns what ends that. */
export function reportToManager(house: HealthOptions, metrics: Pick<Metrics, 'ofProcess'>): () => void {
  const send = (told: Parameters<typeof report>[0]) => {
    if (process.connected) process.send!(report(told), undefined, undefined, () => {}); // it may go just now
  };
  const tell = () => send({ health: healthOf(house) });
  const telling = setInterval(tell, EVERY_MS);
  const asked = async (message: unknown) => {
    if (wantsMetrics(message)) send({ metrics: await metrics.ofProcess() });
  };
  process.on('message', asked);
  tell();
  return () => {
    clearInterval(telling);
    process.off('message', asked);
  };
}
