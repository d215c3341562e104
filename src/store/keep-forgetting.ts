import type { Log } from '../log.ts';
import type { Store } from './store.ts';

const HOUR = 3_600_000;

/** Deletes what is older than RETENTION says, now and every hour. Returns what ends that. */
export function keepForgetting(store: Store, log: Pick<Log, 'info' | 'warn'>): () => void {
  async function forget(): Promise<void> {
    try {
      const forgotten = await store.forgetOld();
      if (Object.values(forgotten).some((number) => number > 0)) log.info(forgotten, 'what was too old was forgotten');
    } catch (error) {
      log.warn({ err: error }, 'what is too old was not forgotten: it is tried again in an hour');
    }
  }

  void forget();
  const timer = setInterval(forget, HOUR).unref();
  return () => clearInterval(timer);
}
