import type { ShownButton } from '../protocol.ts';
import { element } from './elements.ts';
import { FileList } from './file-list.ts';
import type { KeptReply } from './model.ts';
import { type Picture, PictureView } from './picture-view.ts';
import type { PictureViewer } from './picture-viewer.ts';
import { textNode } from './text-tree.ts';

export interface ReplyHandlers {
  readonly viewer: PictureViewer;
  /** A button was pressed; `pressed` is where the focus returns after whatever it opens. */
  readonly press: (button: ShownButton, reply: KeptReply, pressed: HTMLElement) => void;
}

/** What was answered: words, pictures, files, buttons. Of a newer reply only what differs is made anew. */
export class ReplyView {
  readonly element: HTMLElement;
  readonly #handlers: ReplyHandlers;
  readonly #words = element('div', { className: 'words' });
  readonly #pictures = element('div', { className: 'pictures' });
  readonly #files = new FileList();
  readonly #buttons = element('div', { className: 'buttons', ariaLive: 'off' });
  readonly #pictureViews: PictureView[] = [];
  #reply: KeptReply | null = null;

  constructor(handlers: ReplyHandlers) {
    this.#handlers = handlers;
    const parts = [this.#words, this.#pictures, this.#files.element, this.#buttons];
    this.element = element('div', { className: 'reply' }, ...parts);
  }

  update(reply: KeptReply): void {
    const before = this.#reply;
    this.#reply = reply;
    this.#updateWords(reply.text.children, before?.text.children ?? []);
    this.#updatePictures(reply.pictures);
    this.#files.update(reply.files);
    if (!isSame(reply.buttons, before?.buttons ?? [])) {
      this.#buttons.replaceChildren(...reply.buttons.map((button) => this.#button(button)));
    }
  }

  dispose(): void {
    for (const view of this.#pictureViews) view.dispose();
    this.#files.dispose();
  }

  #updateWords(blocks: KeptReply['text']['children'], before: KeptReply['text']['children']): void {
    if (isSame(blocks, before)) return;
    const old = [...this.#words.childNodes];
    // Line breaks between blocks are not needed, and each block is one node: so the nodes and the blocks go together.
    blocks.forEach((block, index) => {
      const node = old[index];
      if (node === undefined) this.#words.append(blockNode(block));
      else if (!isSame(block, before[index])) node.replaceWith(blockNode(block));
    });
    for (const node of old.slice(blocks.length)) node.remove();
  }

  #updatePictures(pictures: KeptReply['pictures']): void {
    for (const [index, picture] of pictures.entries()) {
      const view = this.#pictureViews[index];
      if (view === undefined) this.#addPicture(picture);
      else void view.replace(picture);
    }
    for (const view of this.#pictureViews.splice(pictures.length)) view.dispose();
  }

  #addPicture(picture: Picture): void {
    const view = new PictureView(picture, this.#handlers.viewer);
    this.#pictureViews.push(view);
    this.#pictures.append(view.element);
  }

  #button(button: ShownButton): HTMLButtonElement {
    const { label, message, opensForm } = button;
    const properties = {
      type: 'button',
      className: 'button',
      title: opensForm ? `Change ${message}` : message,
    } as const;
    const pressed = element('button', properties, label);
    if (opensForm) pressed.ariaHasPopup = 'dialog';
    pressed.onclick = () => this.#handlers.press(button, this.#reply!, pressed);
    return pressed;
  }
}

/** Always one node, whatever the block. */
function blockNode(block: KeptReply['text']['children'][number]): Node {
  const node = textNode(block);
  return node instanceof DocumentFragment ? element('div', {}, node) : node;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
