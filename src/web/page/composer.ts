import type { CommandInfo, Completions } from '../protocol.ts';
import { Attachment } from './attachment.ts';
import { Completing } from './completing.ts';
import { nameFile, withoutFile } from './file-option.ts';
import { Recall } from './recall.ts';

export interface ComposerOptions {
  readonly commands: readonly CommandInfo[];
  /** Messages to begin with: a file that comes into an empty box goes to the first of them that can use one. */
  readonly first?: readonly string[];
  /** The largest file that may be attached. */
  readonly maxFileBytes: number;
  readonly complete: (text: string, signal: AbortSignal) => Promise<Completions>;
  readonly send: (message: string, files: readonly File[]) => void;
}

/** The message box. */
export interface Composer {
  /** To be typed into at once; not where that would bring a keyboard over the page. */
  focus(): void;
  /** Puts a message into the box, with the files that went with it, for the person to change. */
  fill(message: string, files: readonly File[]): void;
  /** Arrow up brings these back, the newest first. */
  remember(message: string): void;
}

export function createComposer(form: HTMLFormElement, options: ComposerOptions): Composer {
  const part = <Part extends HTMLElement>(id: string) => form.querySelector<Part>(`#${id}`)!;
  const box = part<HTMLTextAreaElement>('message');
  const send = part<HTMLButtonElement>('send');
  const recall = new Recall();
  const completing = new Completing({
    box,
    complete: options.complete,
    panel: part('completions'),
    list: part('completion-list'),
    told: part('completions-told'),
  });
  const naming = { commands: options.commands, first: options.first ?? [] };
  const attachment = new Attachment({
    box,
    button: part<HTMLButtonElement>('attach'),
    input: part<HTMLInputElement>('file'),
    chips: part('attached'),
    note: part('composer-note'),
    maxBytes: options.maxFileBytes,
    attached: nameIt,
    removed: (name) => put(withoutFile(box.value, name, naming)),
  });

  /** The box becomes as high as what is in it; to be called whenever that is another text. */
  function grow(): void {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
    send.ariaDisabled = String(box.value.trim() === '' && attachment.file === null);
  }

  function put(message: string): void {
    box.value = message;
    box.setSelectionRange(message.length, message.length);
    completing.close();
    grow();
  }

  function nameIt(file: string): void {
    const { message, sentence } = nameFile(box.value, file, naming);
    put(message);
    if (sentence !== null) attachment.say(sentence);
    focus();
  }

  function focus(): void {
    if (!matchMedia('(pointer: coarse)').matches) box.focus({ preventScroll: true });
  }

  function submit(): void {
    const message = box.value.trim();
    const { file } = attachment;
    if (message === '') {
      if (file !== null) nameIt(file.name);
      return;
    }
    recall.remember(message);
    put('');
    attachment.clear();
    grow();
    focus();
    options.send(message, file === null ? [] : [file]);
  }

  /** A message to come back to, in the place of what is in the box. */
  function bring(message: string | null): boolean {
    if (message !== null) put(message);
    return message !== null;
  }

  function isInFirstLine(): boolean {
    const isOneLine = box.scrollHeight < 2 * Number.parseFloat(getComputedStyle(box).lineHeight);
    return recall.isLooking || box.selectionEnd === 0 || isOneLine;
  }

  /** Whether the name of a command is being typed, and is none yet. */
  function isBeginningOfName(): boolean {
    const typed = /^\s*\/(\S*)$/u.exec(box.value)?.[1]?.toLowerCase();
    const names = options.commands.map(({ name }) => name);
    return typed !== undefined && !names.includes(typed) && names.some((name) => name.includes(typed));
  }

  /** Returns whether the key was for us. */
  function press({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (key === 'Enter' && !shiftKey && !altKey) {
      if ((completing.isChosen || isBeginningOfName()) && completing.take(submit)) return true;
      submit();
      return true;
    }
    if (shiftKey || altKey || ctrlKey || metaKey) return false;
    switch (key) {
      case 'Escape':
        return completing.escape();
      case 'Tab':
        return completing.take();
      case 'ArrowUp':
        if (!completing.isOpen) return isInFirstLine() && bring(recall.older(box.value));
        completing.move(-1);
        return true;
      case 'ArrowDown':
        if (!completing.isOpen) return bring(recall.newer());
        completing.move(1);
        return true;
      default:
        return false;
    }
  }

  box.addEventListener('keydown', (event) => {
    // Safari ends a composition before the key that ended it: of that, only its code tells.
    if (event.isComposing || event.keyCode === 229) return;
    if (press(event)) event.preventDefault();
  });
  box.addEventListener('input', () => {
    recall.leave();
    attachment.say('');
    grow();
    void completing.ask();
  });
  box.addEventListener('blur', () => completing.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  window.addEventListener('resize', grow);
  grow();

  return {
    focus,
    fill: (message, [file = null]) => {
      if (box.value.trim() !== '') recall.remember(box.value.trim());
      recall.leave();
      put(message);
      attachment.hold(file);
      grow();
      box.focus();
    },
    remember: (message) => recall.remember(message),
  };
}
