import { element } from './elements.ts';
import type { KeptReply } from './model.ts';
import type { PictureViewer } from './picture-viewer.ts';

export type Picture = KeptReply['pictures'][number];

/** One picture of a reply; a press opens it large. */
export class PictureView {
  readonly element = element('figure', { className: 'picture' });
  readonly #viewer: PictureViewer;
  readonly #opener: HTMLButtonElement;
  #picture: Picture;
  #image: HTMLImageElement;
  #isGone = false;

  constructor(picture: Picture, viewer: PictureViewer) {
    this.#viewer = viewer;
    this.#picture = picture;
    this.#image = imageOf(picture);
    this.#image.loading = 'lazy';
    this.#opener = element('button', { type: 'button', onclick: () => viewer.open(this.#picture, this.#opener) });
    this.#name();
    this.#measure();
    this.element.append(this.#image, this.#opener);
  }

  /** The old picture stays until the new one can be painted, so that nothing flickers. */
  async replace(picture: Picture): Promise<void> {
    const { content } = this.#picture;
    this.#picture = picture;
    this.#name();
    if (content === picture.content) {
      this.#image.alt = picture.alt;
      return;
    }
    const image = imageOf(picture);
    // One that cannot be drawn still has its words.
    await image.decode().catch(() => {});
    if (this.#isGone || this.#picture !== picture) return URL.revokeObjectURL(image.src);
    this.#image.replaceWith(image);
    URL.revokeObjectURL(this.#image.src);
    this.#image = image;
    this.#measure();
    this.#viewer.replace(picture, this.#opener);
  }

  dispose(): void {
    this.#isGone = true;
    URL.revokeObjectURL(this.#image.src);
    this.element.remove();
  }

  /** For a wide window, in which it is shown larger. */
  #measure(): void {
    const { width, height } = this.#picture;
    this.element.style.setProperty('--width', String(width));
    this.element.style.setProperty('--height', String(height));
  }

  #name(): void {
    this.#opener.ariaLabel = `Open large: ${this.#picture.name}`;
  }
}

/** Charts are drawn at twice the size they are meant to be seen in. */
function imageOf({ content, alt, width, height }: Picture): HTMLImageElement {
  const size = { width: Math.round(width / 2), height: Math.round(height / 2) };
  return element('img', { src: URL.createObjectURL(content), alt, decoding: 'async', ...size });
}
