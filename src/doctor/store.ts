import { MemoryUnavailableError } from '../chat/memory.ts';
import type { Settings } from '../settings.ts';
import { openStore } from '../store/open-store.ts';
import { failed, ok, type Told } from './finding.ts';

/** Whether the tables that are there can be used by this version: opened as the bot opens them, and asked. */
export async function checkStore(storage: Settings['storage'], limitMs: number): Promise<Told> {
  const store = openStore(storage, { patienceMs: limitMs });
  try {
    await store.ping();
    return ok('its tables are there, and up to date');
  } catch (error) {
    const cause = error instanceof MemoryUnavailableError ? error.cause : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return failed(
      `its tables cannot be used: ${why}`,
      'if a newer Halflife has used it, install that one; otherwise put a backup in its place, or start with an empty one',
    );
  } finally {
    void store.close().catch(() => {}); // it may never end where the other side has gone silent
  }
}
