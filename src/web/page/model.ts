import type { Asks, ReplyEvent, ShownFile, ShownPicture, ShownReply } from '../protocol.ts';

/** One exchange of the conversation: what was asked, and what came of it. Plain data that IndexedDB keeps as it is. */
export interface Turn {
  /** The request's. */
  readonly id: string;
  readonly asked: Asked;
  /** How far the work is; null before it tells, and once it is done. */
  readonly progress: { readonly share: number; readonly words: string } | null;
  /** The newest there is. */
  readonly reply: KeptReply | null;
  /** Null as long as more is to come. `refused`: the server did not take it, `sentence` says why. */
  readonly outcome: NonNullable<ReplyEvent['outcome']> | 'refused' | null;
  readonly sentence: string | null;
}

export interface Asked {
  /** As it would be typed. */
  readonly message: string;
  /** The button that was pressed for it. */
  readonly label: string | null;
  /** What follows `#/` in the link that asks the same; null where none can. */
  readonly link: string | null;
  /** What the server is asked, for asking again after it was restarted. */
  readonly asks: Asks;
  /** Files that went with it. */
  readonly files: readonly KeptFile[];
}

export interface KeptFile {
  readonly name: string;
  readonly content: Blob;
}

/** A reply with its bytes, so that it is there after a reload, whatever became of the server. */
export interface KeptReply extends Omit<ShownReply, 'pictures' | 'files'> {
  readonly pictures: readonly (Omit<ShownPicture, 'url'> & { readonly content: Blob })[];
  readonly files: readonly (Omit<ShownFile, 'url'> & { readonly content: Blob })[];
}
