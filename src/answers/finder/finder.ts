/** What came of looking for an answer. */
export interface Found {
  /** Sure: the first is it. Unsure: one of the first three is. Lost: the message is about something else. */
  readonly confidence: 'sure' | 'unsure' | 'lost';
  /** The probability that the message is about anything the answers are about. */
  readonly onTopic: number;
  /** Every answer, best first, with the probability that it is the one asked for if any is. */
  readonly ranked: readonly Ranked[];
}

export interface Ranked {
  readonly id: string;
  readonly score: number;
}

export interface Finder {
  find(message: string): Found;
}
