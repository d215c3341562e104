import type { Invocation } from './invocation.ts';
import type { FinishedExperiment } from './memory.ts';

/** What every surface shows, each in its own way. Plain data. */
export interface Reply {
  /** Markdown as Discord reads it; at most MAX_TEXT characters, never cut to fit. */
  readonly text: string;
  readonly pictures: readonly Picture[];
  readonly files: readonly ReplyFile[];
  readonly buttons: readonly Button[];
  /** Shown to the asker alone. */
  readonly private: boolean;
  /** The numbers behind the words, for scripts. */
  readonly data?: unknown;
  /** Of a first part: whether the asker may end the work here, with what is there by then (Context.enough). */
  readonly stoppable?: boolean;
  /** What is to be remembered of the experiment behind it, for its asker. */
  readonly finished?: FinishedExperiment;
}

export interface Picture {
  /** File name, such as `train.png`. */
  readonly name: string;
  readonly png: Uint8Array;
  /** States the finding with its numbers, for those who hear the picture instead of seeing it. */
  readonly alt: string;
}

export interface ReplyFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Pressing it is the same as typing what it sends. */
export interface Button {
  readonly label: string;
  readonly sends: Invocation;
  /** Whether its command's form is opened first, filled in with what it sends, for the person to change. */
  readonly opensForm?: boolean;
}

export const MAX_TEXT = 2_000;
export const MAX_ALT = 1_024;
export const MAX_BUTTONS = 25;
export const MAX_LABEL = 80;

/** A reply of words alone. */
export function say(text: string, options: { private?: boolean } = {}): Reply {
  return { text, pictures: [], files: [], buttons: [], private: options.private ?? false };
}
