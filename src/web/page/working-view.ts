import { element } from './elements.ts';
import type { Turn } from './model.ts';

/** That something is being worked on, how far it is, and the way to end it. */
export class WorkingView {
  readonly element: HTMLElement;
  readonly #dots = element('span', { className: 'dots', ariaHidden: 'true' }, ...[0, 1, 2].map(() => element('i')));
  readonly #bar = element('progress', { max: 1, hidden: true });
  readonly #words = element('span', { className: 'how-far' });
  readonly #stop: HTMLButtonElement;

  constructor(stop: () => void) {
    this.#stop = element('button', { type: 'button', className: 'button' }, 'Stop');
    this.#stop.onclick = () => {
      this.#stop.textContent = 'Stopping…';
      stop();
    };
    this.element = element(
      'div',
      { className: 'working', ariaLive: 'off' },
      ...[this.#dots, this.#words, this.#bar, this.#stop],
    );
  }

  update(progress: Turn['progress']): void {
    this.#dots.hidden = progress !== null;
    this.#bar.hidden = progress === null;
    if (progress === null) {
      this.#words.textContent = 'Working';
      return;
    }
    const { share, words } = progress;
    this.#bar.value = share;
    this.#bar.ariaLabel = words;
    this.#words.textContent = `${words} · ${Math.round(100 * share)}%`;
  }
}
