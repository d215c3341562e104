import type { REST } from 'discord.js';

/** A clock that is only made to go a little faster or slower does not come so far within a wait. */
const STEP_MS = 1_000;

/**
 * The library reckons by the machine's clock how long a limit lasts: after one that was set back by hours it would wait
 * for hours. So before each wait it is asked whether the clock was set since the last, and if so, all limits are
 * forgotten and the request rejects with RateLimitError, to be sent again. Too soon, if it comes to that: then Discord
 * says how long to wait.
 */
export function heedClockSteps(rest: REST): REST {
  let offset = offsetNow();
  rest.options.rejectOnRateLimit = () => {
    const before = offset;
    offset = offsetNow();
    if (Math.abs(offset - before) < STEP_MS) return false;
    rest.globalReset = -1;
    rest.globalDelay = null;
    for (const handler of rest.handlers.values()) if ('reset' in handler) handler.reset = -1;
    return true;
  };
  return rest;
}

/** From the clock that is only ever ahead to the one that people set, in milliseconds. */
function offsetNow(): number {
  return Date.now() - performance.now();
}
