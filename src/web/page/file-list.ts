import { element } from './elements.ts';
import { icon } from './icons.ts';
import type { KeptFile } from './model.ts';

/** Files to download, by name and size. */
export class FileList {
  readonly element = element('ul', { className: 'files', ariaLive: 'off' });
  #files: readonly KeptFile[] = [];
  #links: readonly HTMLAnchorElement[] = [];

  update(files: readonly KeptFile[]): void {
    const same = ({ name, content }: KeptFile, index: number) =>
      name === this.#files[index]?.name && content === this.#files[index].content;
    if (files.length === this.#files.length && files.every(same)) return;
    this.dispose();
    this.#files = files;
    this.#links = files.map(({ name, content }) => {
      const href = URL.createObjectURL(content);
      const link = { href, download: name, className: 'button' };
      return element('a', link, icon('download'), ...nameAndSize(name, content.size));
    });
    this.element.replaceChildren(...this.#links.map((link) => element('li', {}, link)));
  }

  dispose(): void {
    for (const { href } of this.#links) URL.revokeObjectURL(href);
  }
}

/** The files that went with a message. */
export function fileChips(files: readonly KeptFile[]): HTMLElement {
  const chips = files.map(({ name, content }) => element('li', {}, icon('file'), ...nameAndSize(name, content.size)));
  return element('ul', { className: 'chips', ariaLabel: 'Files' }, ...chips);
}

function nameAndSize(name: string, bytes: number): HTMLElement[] {
  return [element('span', { className: 'name' }, name), element('span', { className: 'size' }, sizeInWords(bytes))];
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB'];
  return `${size.toLocaleString('en', { maximumSignificantDigits: 2 })} ${unit}`;
}
