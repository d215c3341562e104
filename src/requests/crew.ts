/** Those who do the work of requests elsewhere: any number of processes, on any number of machines. */
export interface Crew {
  /**
   * Hands over a request that is kept, and resolves with how it ended once one of them has answered it. Handing over
   * twice is handing over once. Rejects where it cannot be handed over; nobody has begun it then, and nobody will.
   */
  perform(id: string, signals: CrewSignals): Promise<string>;
}

/** What whoever asked does while others are at work. */
export interface CrewSignals {
  /** Whether it may have been handed over before, by a process that is gone: then it never rejects. */
  readonly again?: boolean;
  /** Aborts when they have seen enough. */
  readonly enough: AbortSignal;
  /** Aborts when something newer is to stand in its place. */
  readonly superseded: AbortSignal;
  /** Aborts when this process leaves: the work goes on without it. */
  readonly leaving: AbortSignal;
}
