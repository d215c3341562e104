import { RateLimiterMemory } from 'rate-limiter-flexible';

/** As many mentions of one person are looked at in this many seconds. More than that is no conversation. */
const HEARD = { points: 8, duration: 10 };
/** A refusal cannot be private below a message: it is told once in so many seconds, and then meant. */
const TOLD = { points: 1, duration: 30 };

/** Keeps those who mention the bot again and again from having it fill the channel. */
export class MentionLimits {
  readonly #heard = new RateLimiterMemory(HEARD);
  readonly #told = new RateLimiterMemory(TOLD);

  /** Whether one more mention of this person is to be answered. */
  mayAsk(person: string): Promise<boolean> {
    return taken(this.#heard, person);
  }

  /** Whether this person is to be told once more that they ask too much. */
  mayBeTold(person: string): Promise<boolean> {
    return taken(this.#told, person);
  }
}

function taken(limiter: RateLimiterMemory, person: string): Promise<boolean> {
  return limiter.consume(person).then(
    () => true,
    () => false,
  );
}
