import type { Root } from 'hast';
import type { Invocation } from '../chat/invocation.ts';

/** What the page and the server say to each other. Types alone: both sides import them, nothing of it runs. */

/**
 * POST /api/requests, as multipart/form-data: the field `asking` is this as JSON, and each field `file` one file, known
 * by its name. Asking again with the same id is asking once.
 */
export interface Asking {
  /** Made by the page: 32 hexadecimal digits that nobody guesses. */
  readonly id: string;
  /** The conversation that it belongs to, made the same way. */
  readonly tab: string;
  readonly asks: Asks;
  /** Whose past it is that is asked about and added to, made the same way and kept by the browser; else the tab's. */
  readonly person?: string | undefined;
}

export type Asks =
  /** As typed into the box. */
  | { readonly message: string }
  /** What follows `#/` in a link to an experiment: `train?lr=0.05&wd=0.01`. */
  | { readonly link: string }
  /** A button, or a form that was filled in. */
  | { readonly sends: Invocation };

/** The answer to Asking: 202. */
export interface Accepted {
  /** What was asked, as it would be typed. */
  readonly message: string;
  /** What follows `#/` in the link that asks the same again; null where none could, as with a file or unreadable text. */
  readonly link: string | null;
}

/**
 * The answer to anything that is refused: 4xx, 500 for a failure of ours, or 503 while the server leaves. Plain text, a
 * sentence for the reader. Whatever is not a GET is refused unless the page itself sends it, as Origin says, or a script
 * with the header `X-Halflife`.
 */
export interface Refused {
  readonly error: string;
}

/** The events of GET /api/events?tab=…, by name, each with one of these as JSON. */
export interface Events {
  /** First on each connection. */
  readonly hello: Hello;
  /** A part of a reply, or all of it, in the place of any before. */
  readonly reply: ReplyEvent;
  /** How far the work is. */
  readonly progress: ProgressEvent;
}

export interface Hello {
  /** Another one after each start of the server. */
  readonly instance: string;
  /** The requests of this tab that the server knows: what else the page waits for was lost and has to be asked again. */
  readonly requests: readonly string[];
}

export interface ProgressEvent {
  readonly id: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly words: string;
}

export interface ReplyEvent {
  readonly id: string;
  readonly reply: ShownReply;
  /** Null as long as more is to come. */
  readonly outcome: 'answered' | 'mistake' | 'stopped' | 'late' | 'unavailable' | 'broken' | null;
}

/** A reply as the page shows it. */
export interface ShownReply {
  /** Its Markdown as a tree of elements, of those that TEXT_ELEMENTS names, and text. */
  readonly text: Root;
  readonly pictures: readonly ShownPicture[];
  readonly files: readonly ShownFile[];
  readonly buttons: readonly ShownButton[];
  readonly private: boolean;
}

export interface ShownPicture {
  readonly name: string;
  readonly alt: string;
  /** In pixels. Charts are drawn at twice the size they are to be shown in at most. */
  readonly width: number;
  readonly height: number;
  /** Where the bytes are, for a while: the page fetches and keeps them. */
  readonly url: string;
}

export interface ShownFile {
  readonly name: string;
  readonly url: string;
}

export interface ShownButton {
  readonly label: string;
  readonly sends: Invocation;
  /** What it sends, as it would be typed. */
  readonly message: string;
  readonly opensForm: boolean;
}

/** GET /api/commands. */
export interface Commands {
  readonly commands: readonly CommandInfo[];
  /** Messages to begin with. */
  readonly first: readonly string[];
  /** The largest file that is read, in bytes. */
  readonly maxFileBytes: number;
}

export interface CommandInfo {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionInfo[];
  /** The names of the options in its form; empty where it has none. */
  readonly form: readonly string[];
}

export interface OptionInfo {
  readonly name: string;
  readonly description: string;
  readonly kind: 'text' | 'integer' | 'boolean' | 'choice' | 'attachment';
  readonly required: boolean;
  /** What there is to choose from; null where it is typed. */
  readonly choices: readonly string[] | null;
  /** What it is when it is not given, as it would be typed; null where there is no one default. */
  readonly usual: string | null;
}

/** POST /api/complete: the message up to the cursor. */
export interface CompleteRequest {
  readonly text: string;
  /** As in Asking. */
  readonly person?: string | undefined;
}

/** Its answer: what could stand there. */
export type { Completion, Completions } from '../chat/completions.ts';
