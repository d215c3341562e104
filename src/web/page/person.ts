import { newId } from './ids.ts';

const ID = 'halflife.person';

/**
 * Who asks, as far as this browser tells: the same in all its tabs, and for as long as it keeps what pages store. Null
 * where it keeps nothing.
 */
export function thisPerson(): string | null {
  try {
    const kept = localStorage.getItem(ID);
    // Another page, or a curious reader, may have left anything there.
    if (kept !== null && /^[0-9a-f]{32}$/u.test(kept)) return kept;
    localStorage.setItem(ID, newId());
    return localStorage.getItem(ID);
  } catch {
    return null;
  }
}
