import type { Answer } from '../chat/answer.ts';
import type { Reply } from '../chat/reply.ts';

/** Where the reply to one interaction goes, and what Discord allows there. */
export interface Place {
  /** Acknowledges and replies in one go: for an answer that is there at once and carries no files. */
  replyAtOnce(answer: Answer): Promise<void>;
  /** Tells Discord, which waits three seconds, that an answer will come. */
  acknowledge(): Promise<void>;
  /**
   * Takes up what a process that is gone had begun: whatever stands there is changed, and nothing made a second time.
   * Returns false where there is nothing left to do: it was never acknowledged, it is gone, or too old.
   */
  resume(): Promise<boolean>;
  /**
   * Shows a part of the answer in the place of any before it, and below its words, where there is room, how far the
   * work is. An edit is tried once: if it fails, a newer part takes its place.
   */
  show(part: Reply, line: string | null): Promise<void>;
  /** How far the work is, below the words that stand there. */
  showProgress(line: string): Promise<void>;
  /** The last word, in the place of any progress shown; no progress is being shown any more. */
  deliver(answer: Answer): Promise<void>;
  /** Leaves in order what stands there: something newer is to come, and no answer. */
  leave(): Promise<void>;
}

/** What a place writes down while it is at work, to be found again after a restart. It never rejects. */
export interface PlaceNotes {
  read(name: 'posted' | 'followUp'): string | null;
  write(name: 'posted' | 'followUp', value: string): Promise<void>;
}

export const NO_NOTES: PlaceNotes = { read: () => null, write: () => Promise.resolve() };
