import type { Reply } from './reply.ts';

/** Shows what there is so far, again and again, while something longer goes on. */

/**
 * In milliseconds: when the first is drawn, how long after each the next (Discord takes about that many edits), and how
 * soon it is asked again where there was nothing to draw.
 */
const TIMES = { first: 400, between: 1_500, again: 200 } as const;

/**
 * Calls `draw` now and then and shows what it gives; null shows nothing, for nothing is new. One at a time, and the wait
 * begins when one is drawn: a slow machine draws fewer. Once `end` has resolved nothing more is shown.
 */
export function showNowAndThen(draw: () => Promise<Reply | null>, show: (reply: Reply) => void) {
  let ended = false;
  let failure: { readonly error: unknown } | null = null;
  let drawing: Promise<void> = Promise.resolve();
  let timer = wait(TIMES.first);

  function wait(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      drawing = next();
    }, milliseconds);
  }

  async function next(): Promise<void> {
    try {
      const reply = await draw();
      if (ended) return;
      if (reply !== null) show(reply);
      timer = wait(reply === null ? TIMES.again : TIMES.between);
    } catch (error) {
      failure = { error };
    }
  }

  return {
    /** Waits for a drawing under way, as stopping it would cost its worker. Throws what a drawing failed with. */
    async end(): Promise<void> {
      ended = true;
      clearTimeout(timer);
      await drawing;
      if (failure !== null) throw failure.error;
    },
  };
}
