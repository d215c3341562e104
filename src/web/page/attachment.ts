import { element } from './elements.ts';
import { plainFileName } from './file-option.ts';
import { icon } from './icons.ts';

export interface AttachmentOptions {
  readonly button: HTMLButtonElement;
  readonly input: HTMLInputElement;
  /** Where the file is shown that will go with the message. */
  readonly chips: HTMLElement;
  /** A sentence about it. */
  readonly note: HTMLElement;
  /** Pasting into it, and what is dropped anywhere, attaches. */
  readonly box: HTMLTextAreaElement;
  /** What is read of a file at most; the server refuses more. */
  readonly maxBytes: number;
  readonly attached: (name: string) => void;
  readonly removed: (name: string) => void;
}

/** The file that goes with the next message. */
export class Attachment {
  readonly #options: AttachmentOptions;
  #file: File | null = null;

  constructor(options: AttachmentOptions) {
    this.#options = options;
    const { button, input, box } = options;
    button.addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      void this.#attach(input.files);
      input.value = ''; // the same file may be chosen again
    });
    box.addEventListener('paste', (event) => {
      const { clipboardData } = event;
      // Cells copied from a spreadsheet come as text and, beside it, as a picture of themselves.
      if (clipboardData === null || clipboardData.files.length === 0 || clipboardData.types.includes('text/plain'))
        return;
      event.preventDefault();
      void this.#attach(clipboardData.files);
    });
    this.#takeDrops();
  }

  get file(): File | null {
    return this.#file;
  }

  say(sentence: string): void {
    this.#options.note.textContent = sentence;
  }

  /** A file that a message in the box names already; none takes away what was there. */
  hold(file: File | null): void {
    this.clear();
    this.#file = file;
    if (file !== null) this.#options.chips.replaceChildren(this.#chip(file.name));
  }

  /** It went with the message. */
  clear(): void {
    this.#file = null;
    this.#options.chips.replaceChildren();
    this.say('');
  }

  async #attach(files: FileList | null): Promise<void> {
    const [chosen, ...others] = files ?? [];
    if (chosen === undefined) return;
    const name = plainFileName(chosen.name);
    const { maxBytes } = this.#options;
    if (chosen.size > maxBytes) {
      this.say(
        `“${name}” has ${megabytes(chosen.size)} MB: at most ${megabytes(maxBytes)} MB is read, so fewer rows or columns would work.`,
      );
      return;
    }
    // As it is now: what changes on the disk could not be sent later.
    const content = await chosen.arrayBuffer().catch(() => null);
    if (content === null) return this.say(`“${name}” cannot be read: it may be a folder, or gone.`);
    this.#remove();
    this.hold(new File([content], name, { type: chosen.type }));
    this.say(others.length === 0 ? '' : `One file at a time: this is “${name}”.`);
    this.#options.attached(name);
  }

  #remove(): void {
    const file = this.#file;
    if (file === null) return;
    this.clear();
    this.#options.removed(file.name);
  }

  #chip(name: string): HTMLElement {
    const remove = element('button', { type: 'button', ariaLabel: `Remove ${name}`, title: 'Remove' }, '×');
    remove.addEventListener('click', () => {
      this.#remove();
      this.#options.box.focus();
    });
    return element('li', {}, icon('file'), element('span', { className: 'name' }, name), remove);
  }

  #takeDrops(): void {
    const { classList } = document.documentElement;
    const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    window.addEventListener('dragover', (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      classList.add('dropping');
    });
    window.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) classList.remove('dropping');
    });
    window.addEventListener('drop', (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault(); // the browser would leave the page for the file
      classList.remove('dropping');
      void this.#attach(event.dataTransfer?.files ?? null);
    });
  }
}

/** As file managers count it. */
const MEGABYTE = 1_048_576;

/** Rounded up, so that what is over the limit never reads as at it. */
function megabytes(bytes: number): string {
  return (Math.ceil((100 * bytes) / MEGABYTE) / 100).toLocaleString('en');
}
