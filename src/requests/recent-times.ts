/** How much the latest counts in the mean: about the last ten do. */
const WEIGHT = 0.1;

/** How long requests took of late, to say when to try again. */
export class RecentTimes {
  /** Seconds; undefined while nothing is known. */
  #mean: number | undefined;

  took(seconds: number): void {
    this.#mean = this.#mean === undefined ? seconds : this.#mean + WEIGHT * (seconds - this.#mean);
  }

  /** In words, after as long as so many requests usually take one after the other. */
  tryAgain(times: number): string {
    if (this.#mean === undefined) return 'try again in a minute';
    const seconds = Math.max(5, 5 * Math.ceil((this.#mean * times) / 5));
    return `try again in about ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}`;
  }
}
