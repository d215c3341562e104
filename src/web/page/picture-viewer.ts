import { element } from './elements.ts';
import { icon } from './icons.ts';
import type { Picture } from './picture-view.ts';

/** Shows one picture as large as the window lets it, or at its own size with the window to scroll in. */
export class PictureViewer {
  readonly element: HTMLDialogElement;
  readonly #stage = element('div', { className: 'stage', tabIndex: 0, role: 'group', ariaLabel: 'Picture' });
  readonly #name = element('h2', { id: 'viewed' });
  readonly #size = element('button', { type: 'button', className: 'button' });
  readonly #download = element('a', { className: 'button' }, icon('download'), 'Download');
  #image = element('img');
  #opener: HTMLElement | null = null;
  /** The newest of what was opened. */
  #picture: Picture | null = null;

  constructor() {
    const close = element(
      'button',
      { type: 'button', className: 'button', onclick: () => this.element.close() },
      'Close',
    );
    this.element = element(
      'dialog',
      { className: 'viewer' },
      element('div', { className: 'bar' }, this.#name, this.#size, this.#download, close),
      this.#stage,
    );
    this.element.setAttribute('aria-labelledby', this.#name.id);
    this.#size.onclick = () => this.#zoom(!this.#isZoomed);
    this.#stage.onclick = ({ target }) => {
      if (target === this.#image) this.#zoom(!this.#isZoomed);
      else this.element.close();
    };
    this.element.onclose = () => this.#forget();
  }

  /** `opener` has the focus again once it is closed. */
  open(picture: Picture, opener: HTMLElement): void {
    this.#opener = opener;
    this.#picture = picture;
    this.#show(picture, imageOf(picture));
    this.#zoom(false);
    this.element.showModal();
    this.#stage.focus();
  }

  /** What `opener` opened has changed: if it is open, so does the large one. */
  async replace(picture: Picture, opener: HTMLElement): Promise<void> {
    if (this.#opener !== opener) return;
    this.#picture = picture;
    const image = imageOf(picture);
    await image.decode().catch(() => {});
    if (this.#picture === picture) this.#show(picture, image);
    else URL.revokeObjectURL(image.src);
  }

  get #isZoomed(): boolean {
    return this.#stage.classList.contains('zoomed');
  }

  #zoom(zoomed: boolean): void {
    this.#stage.classList.toggle('zoomed', zoomed);
    this.#size.textContent = zoomed ? 'Fit' : 'Full size';
  }

  #show(picture: Picture, image: HTMLImageElement): void {
    URL.revokeObjectURL(this.#image.src);
    this.#image = image;
    this.#stage.style.setProperty('--width', `${picture.width}px`);
    this.#stage.replaceChildren(image);
    this.#name.textContent = picture.name;
    Object.assign(this.#download, { href: image.src, download: picture.name });
  }

  #forget(): void {
    URL.revokeObjectURL(this.#image.src);
    this.#stage.replaceChildren();
    this.#opener?.focus({ preventScroll: true });
    this.#opener = null;
    this.#picture = null;
  }
}

function imageOf({ content, alt, width, height }: Picture): HTMLImageElement {
  return element('img', { src: URL.createObjectURL(content), alt, width, height });
}
