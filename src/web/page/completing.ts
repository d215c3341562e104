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
    // Words may be meant as they are: Tab then leaves the box, unless one of the list was gone to.
    this.#list.show(found.items, { highlightsFirst: isCommand(text) });
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
   * Puts in what is highlighted, once it is known what may stand there; without any, does the other thing. Returns
   * false where it is known already that there is none.
   */
  take(otherwise: () => void = () => {}): boolean {
    if (this.#waiting !== null && isCommand(this.#options.box.value)) {
      this.#then = () => {
        if (!this.take()) otherwise();
      };
      return true;
    }
    const { highlighted } = this.#list;
    if (highlighted !== null) this.#put(highlighted);
    return highlighted !== null;
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

function isCommand(text: string): boolean {
  return text.trimStart().startsWith('/');
}
