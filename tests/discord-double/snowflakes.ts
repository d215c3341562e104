import type { Clock } from './clock.ts';

/** 2015-01-01T00:00:00Z, from which Discord counts its milliseconds. */
const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes Discord ids: milliseconds since Discord's epoch in the high bits, a running number in the low 22. */
export class Snowflakes {
  readonly #clock: Clock;
  #running = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const time = BigInt(this.#clock.now()) - DISCORD_EPOCH;
    this.#running = (this.#running + 1n) & 0x3f_ffffn;
    return ((time << 22n) | this.#running).toString();
  }
}
