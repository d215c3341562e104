import type { Reply } from './reply.ts';

/** Shows what there is so far, again and again, while something longer goes on. */

/** When the first is shown, and how long after each the next: Discord takes about that many edits. */
const TIMES = { first: 700, between: 1_500 } as const;

/**
 * Calls `draw` now and then and shows what it gives; null shows nothing, for nothing is new. One at a time, and the wait
 * begins when one is shown: a slow machine draws fewer. Once `end` has resolved nothing more is shown.
 */
export function showNowAndThen(draw: (signal: AbortSignal) => Promise<Reply | null>, show: (reply: Reply) => void) {
  const ended = new AbortController();
  let timer: NodeJS.Timeout;
  let drawing: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | null = null;

  async function next(): Promise<void> {
    try {
      const reply = await draw(ended.signal);
      if (ended.signal.aborted) return;
      if (reply !== null) show(reply);
      wait(TIMES.between);
    } catch (error) {
      // Ending it stops a drawing under way, and that is no failure.
      if (!ended.signal.aborted) failure = { error };
    }
  }

  function wait(milliseconds: number): void {
    timer = setTimeout(() => {
      drawing = next();
    }, milliseconds);
  }

  wait(TIMES.first);
  return {
    /** Throws what a drawing failed with. */
    async end(): Promise<void> {
      clearTimeout(timer);
      ended.abort();
      await drawing;
      if (failure !== null) throw failure.error;
    },
  };
}
