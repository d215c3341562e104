/**
 * A browser opens six connections to one server, for all its tabs together, and lets whatever else they ask wait. So the
 * pages share five places for listening, and one connection is always left to ask with.
 */
const FOR_ALL = ['halflife.place.1', 'halflife.place.2'];
/** Only for pages that wait for something. */
const FOR_BUSY = ['halflife.place.3', 'halflife.place.4', 'halflife.place.5'];

export type Need = 'idle' | 'busy';

export interface Place {
  /** Whether a page that waits for nothing may have it. */
  readonly isForAll: boolean;
  leave(): void;
}

/** Takes a place once one is free. Null where the signal came first. On plain http there are no locks, and no places. */
export async function takePlace(need: Need, signal: AbortSignal): Promise<Place | null> {
  const without: Place = { isForAll: true, leave: () => {} };
  if (!('locks' in navigator)) return without;
  // Those for all may be held for as long as a page is looked at: only the others are worth waiting for.
  const awaited = need === 'busy' ? FOR_BUSY : FOR_ALL;
  let place: Place | null = null;
  for (const name of new Set([...awaited, ...FOR_ALL])) {
    if (place === null && !signal.aborted) place = await lock(name, { ifAvailable: true });
  }
  place ??= await lock(awaited[Math.floor(Math.random() * awaited.length)]!, { signal });
  if (!signal.aborted) return place ?? without;
  place?.leave();
  return null;
}

function lock(name: string, options: LockOptions): Promise<Place | null> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, options, async (granted) => {
        if (granted === null) return resolve(null);
        const { promise, resolve: leave } = Promise.withResolvers<void>();
        resolve({ isForAll: FOR_ALL.includes(name), leave });
        await promise;
      })
      .catch(() => resolve(null));
  });
}
