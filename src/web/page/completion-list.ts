import type { Completion } from '../protocol.ts';
import { element } from './elements.ts';

/** At most this part of what is seen of the page, which a keyboard on the screen makes smaller. */
const PART = 0.5;
/** Between the list and the top of the window, in pixels. */
const ABOVE = 8;

export interface CompletionListOptions {
  /** What opens above the box, with the listbox in it. */
  readonly panel: HTMLElement;
  readonly list: HTMLElement;
  /** Hears how many there are. */
  readonly told: HTMLElement;
  /** The box whose text is completed: it keeps the focus. */
  readonly box: HTMLElement;
  readonly pick: (item: Completion) => void;
}

/** The list of completions above the message box. */
export class CompletionList {
  readonly #options: CompletionListOptions;
  #items: readonly Completion[] = [];
  #at: number | null = null;
  #isChosen = false;

  constructor(options: CompletionListOptions) {
    const { panel, list, pick } = options;
    this.#options = options;
    // Pressing anything in it takes neither the focus from the box nor, on a phone, the keyboard away.
    panel.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('[role=option]') : null;
      const item = row === null ? undefined : this.#items[[...list.children].indexOf(row)];
      if (item !== undefined) pick(item);
    });
  }

  get isOpen(): boolean {
    return this.#items.length > 0;
  }

  get highlighted(): Completion | null {
    return this.#at === null ? null : this.#items[this.#at]!;
  }

  get items(): readonly Completion[] {
    return this.#items;
  }

  /** Whether it was the person who highlighted it. */
  get isChosen(): boolean {
    return this.#isChosen;
  }

  show(items: readonly Completion[], { highlightsFirst }: { readonly highlightsFirst: boolean }): void {
    this.close();
    if (items.length === 0) return;
    const { panel, list, told } = this.#options;
    this.#items = items;
    list.replaceChildren(...items.map(row));
    panel.hidden = false;
    panel.style.maxHeight = `${Math.min(PART * seenHeight(), panel.getBoundingClientRect().bottom - ABOVE)}px`;
    list.scrollTop = 0;
    told.textContent = items.length === 1 ? '1 suggestion' : `${items.length} suggestions`;
    this.#highlight(highlightsFirst ? 0 : null);
  }

  close(): void {
    const { panel, list, told } = this.#options;
    this.#items = [];
    panel.hidden = true;
    list.replaceChildren();
    told.textContent = '';
    this.#isChosen = false;
    this.#highlight(null);
  }

  /** What was gone to was for another text. */
  forgetChoice(): void {
    this.#isChosen = false;
  }

  /** Highlights the next one or the one before, round and round. */
  move(by: 1 | -1): void {
    const { length } = this.#items;
    const from = this.#at ?? (by === 1 ? -1 : 0);
    this.#isChosen = true;
    this.#highlight((from + by + length) % length);
  }

  #highlight(at: number | null): void {
    const { list, box } = this.#options;
    this.#at = at;
    for (const [index, each] of [...list.children].entries()) each.ariaSelected = String(index === at);
    const shown = at === null ? undefined : list.children[at];
    if (shown === undefined) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', shown.id);
    if (this.#isChosen) shown?.scrollIntoView({ block: 'nearest' });
  }
}

function seenHeight(): number {
  return window.visualViewport?.height ?? window.innerHeight;
}

function row({ kind, label, detail }: Completion, index: number): HTMLElement {
  const about = detail === '' ? [] : [' ', element('span', { className: 'detail' }, detail)];
  const name = element('span', { className: 'label' }, label);
  return element('div', { id: `completion-${index}`, role: 'option', className: kind }, name, ...about);
}
