import type { Reply } from '../chat/reply.ts';

export const PROGRESS_EVERY_MS = 1_500;
const MAX_LINE = 200;

/** Where it is shown. Neither may reject; each says whether it worked. */
export interface LiveView {
  /** A part of the reply in the place of any before it, with how far the work is below its words. */
  part(reply: Reply, line: string | null): Promise<boolean>;
  /** How far the work is, below the words that stand there. */
  line(line: string): Promise<boolean>;
}

/**
 * Shows what is there while the rest is worked on: parts of the reply, and how far it is. At most one edit at a time
 * and one in every stretch of time, with the newest of each; a part that could not be shown is shown with the next. The
 * first part waits for nothing but an edit under way; the first line comes after a while, so that quick work shows none.
 * Once `end` has resolved no edit is under way and none will come: whatever is shown next stays.
 */
export class Live {
  readonly #view: LiveView;
  readonly #everyMs: number;
  #part: Reply | null = null;
  #shownPart: Reply | null = null;
  #line: string | null = null;
  #shownLine: string | null = null;
  /** From when on each may be shown, by performance.now(). */
  #partFrom = Number.POSITIVE_INFINITY;
  #lineFrom = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #edit: Promise<void> | null = null;
  #ended = false;

  constructor(view: LiveView, everyMs = PROGRESS_EVERY_MS) {
    this.#view = view;
    this.#everyMs = everyMs;
  }

  /** The newest state of affairs. */
  report(share: number, words: string): void {
    const percent = Math.round(100 * Math.min(1, Math.max(0, share)));
    this.#line = `${words.slice(0, MAX_LINE)} · ${percent}%`;
    this.#plan();
  }

  /** The newest line, as it is to be read. */
  say(line: string): void {
    this.#line = line;
    this.#plan();
  }

  /** The newest part. */
  show(part: Reply): void {
    this.#part = part;
    this.#plan();
  }

  /** From now on there is something to edit. */
  start(): void {
    this.#partFrom = performance.now();
    this.#lineFrom = this.#partFrom + this.#everyMs;
    this.#plan();
  }

  /** Resolves once no edit is under way; none comes before something new is told. */
  async rest(): Promise<void> {
    clearTimeout(this.#timer);
    [this.#shownPart, this.#shownLine] = [this.#part, this.#line];
    await this.#edit;
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#edit;
  }

  #plan(): void {
    if (this.#ended || this.#edit !== null) return;
    clearTimeout(this.#timer);
    const partDue = this.#part === this.#shownPart ? Number.POSITIVE_INFINITY : this.#partFrom;
    const lineDue = this.#line === this.#shownLine ? Number.POSITIVE_INFINITY : this.#lineFrom;
    const due = Math.min(partDue, lineDue);
    if (due === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(0, due - performance.now());
    this.#timer = setTimeout(() => {
      this.#edit = this.#showNewest().then(() => {
        this.#edit = null;
        this.#plan();
      });
    }, waitMs);
  }

  async #showNewest(): Promise<void> {
    const [part, line] = [this.#part, this.#line];
    const isPart = part !== null && part !== this.#shownPart;
    this.#shownLine = line;
    this.#lineFrom = performance.now() + this.#everyMs;
    if (isPart || this.#shownPart !== null) this.#partFrom = this.#lineFrom;
    if (!isPart) {
      if (line !== null) await this.#view.line(line);
    } else if (await this.#view.part(part, line)) {
      this.#shownPart = part;
    }
  }
}
