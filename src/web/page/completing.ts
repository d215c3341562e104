import type { Completion, Completions } from '../protocol.ts';
import { CompletionList, type CompletionListOptions } from './completion-list.ts';

export interface CompletingOptions extends Omit<CompletionListOptions, 'box' | 'pick'> {
  readonly box: HTMLTextAreaElement;
  readonly complete: (text: string, signal: AbortSignal) => Promise<Completions>;
}

/** Completes the text of the box while it is being typed. */
export class Completing {
  readonly #options: CompletingOptions;
  readonly #list: CompletionList;
  /** Where what is taken from the list goes. */
  #from = 0;
  /** The answer that is waited for. */
  #waiting: AbortController | null = null;
  /** What was pressed while waiting, and is done once the answer is there. */
  #then: (() => void) | null = null;

  constructor(options: CompletingOptions) {
    this.#options = options;
    this.#list = new CompletionList({ ...options, pick: (item) => this.#put(item) });
  }

  get isOpen(): boolean {
    return this.#list.isOpen;
  }

  /** Whether the person went to one of the list. */
  get isChosen(): boolean {
    return this.#list.isChosen;
  }

  /** Asks what could stand at the cursor, and shows it. What was asked before counts no longer. */
  async ask(): Promise<void> {
    this.#stopWaiting();
    this.#list.forgetChoice();
    const { box, complete } = this.#options;
    const text = box.value.slice(0, box.selectionStart);
    if (text.trim() === '' || box.selectionStart !== box.selectionEnd) return this.close();
    const asking = new AbortController();
    this.#waiting = asking;
    // Without help the box is still a box: whether the server is away is told where it matters, when something is sent.
    const found = await complete(text, asking.signal).catch((): Completions => ({ from: 0, items: [] }));
    if (this.#waiting !== asking) return;
    const then = this.#then;
    this.#stopWaiting();
    this.#from = found.from;
    this.#list.show(found.items, { highlightsFirst: found.items[0]?.kind !== 'value' });
    then?.();
  }

  /** Nothing is offered until something is typed. */
  close(): void {
    this.#stopWaiting();
    this.#list.close();
  }

  /** Whether there was anything to close, or to wait for. */
  escape(): boolean {
    const was = this.isOpen || this.#waiting !== null;
    this.close();
    return was;
  }

  move(by: 1 | -1): void {
    this.#list.move(by);
  }

  /**
   * Puts in what is highlighted, or else the first that what is typed is the beginning of, once it is known what may
   * stand there; does the other thing where there is nothing. Words without a slash may be meant as they are: of what is
   * suggested for them, only what the person went to is put in. Returns false where it is known already that there is
   * nothing.
   */
  take(otherwise: () => void = () => {}): boolean {
    const forCommand = this.#options.box.value.trimStart().startsWith('/');
    if (this.#waiting !== null && forCommand) {
      this.#then = () => {
        if (!this.take()) otherwise();
      };
      return true;
    }
    const item = this.#list.highlighted ?? (forCommand ? this.#goingOn() : null);
    if (item !== null) this.#put(item);
    return item !== null;
  }

  #goingOn(): Completion | null {
    const { value, selectionStart } = this.#options.box;
    const typed = value.slice(this.#from, selectionStart).toLowerCase();
    return this.#list.items.find(({ insert }) => insert.toLowerCase().startsWith(typed)) ?? null;
  }

  #put({ insert }: Completion): void {
    const { box } = this.#options;
    const behind = box.value.slice(box.selectionEnd);
    const fitting = /^\s/u.test(behind) ? insert.trimEnd() : insert;
    box.focus();
    box.setSelectionRange(this.#from, box.selectionEnd);
    // The one way to change a text that undoing still knows of; it tells of the input itself.
    if (document.execCommand('insertText', false, fitting)) return;
    box.setRangeText(fitting, this.#from, box.selectionEnd, 'end');
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }

  #stopWaiting(): void {
    this.#waiting?.abort();
    this.#waiting = null;
    this.#then = null;
  }
}
