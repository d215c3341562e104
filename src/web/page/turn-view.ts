import { element } from './elements.ts';
import { fileChips } from './file-list.ts';
import { icon } from './icons.ts';
import { linkToTurn } from './link-to-turn.ts';
import type { Asked, KeptFile, Turn } from './model.ts';
import { type ReplyHandlers, ReplyView } from './reply-view.ts';
import { outcomeLine } from './turn-outcome.ts';
import { WorkingView } from './working-view.ts';

/** How many characters fit into the bubble in any window. */
const SHORT = 400;

export interface TurnHandlers {
  readonly viewer: ReplyHandlers['viewer'];
  /** A button of its reply was pressed. */
  readonly press: (...press: [...Parameters<ReplyHandlers['press']>, turn: Turn]) => void;
  readonly stop: (id: string) => void;
  readonly edit: (message: string, files: readonly KeptFile[]) => void;
}

/** One exchange: what was asked, and what came of it. */
export class TurnView {
  readonly element: HTMLElement;
  readonly #asked = element('div', { className: 'asked' });
  readonly #outcome = element('div');
  readonly #reply: ReplyView;
  readonly #sentence = element('p', { className: 'sentence', hidden: true });
  readonly #working: WorkingView;
  readonly #edit: TurnHandlers['edit'];
  readonly #foot = element('p', { className: 'foot' });
  #turn: Turn;

  constructor(turn: Turn, { viewer, press, stop, edit }: TurnHandlers) {
    this.#turn = turn;
    this.#edit = edit;
    this.#reply = new ReplyView({ viewer, press: (...pressed) => press(...pressed, this.#turn) });
    this.#working = new WorkingView(() => stop(turn.id));
    const mark = element('img', { className: 'mark', src: '/page/icon.svg', alt: 'Halflife', width: 28, height: 28 });
    // How far it is stands above: the reply is read from its beginning, and may be higher than the window.
    const parts = [this.#outcome, this.#working.element, this.#reply.element, this.#sentence, this.#foot];
    const answer = element('div', { className: 'answer' }, mark, element('div', { className: 'said' }, ...parts));
    this.element = element('article', { className: 'turn', tabIndex: -1 }, this.#asked, answer);
    // One that comes back after a reload has been read out before.
    if (turn.outcome !== null) this.element.ariaLive = 'off';
    this.#show(null);
  }

  update(turn: Turn): void {
    const before = this.#turn;
    this.#turn = turn;
    this.#show(before);
  }

  dispose(): void {
    this.#reply.dispose();
    this.element.remove();
  }

  #show(before: Turn | null): void {
    const { asked, reply, outcome, progress, sentence } = this.#turn;
    // Parts come many times a second: nothing of them is read out, only what stands there in the end.
    this.element.ariaBusy = String(outcome === null);
    if (before === null || !isSameQuestion(asked, before.asked)) this.#asked.replaceChildren(...questionNodes(asked));
    if (reply !== null && reply !== before?.reply) {
      this.#reply.update(reply);
      // How high it is about, as long as it has not been laid out.
      this.element.style.setProperty('--about', `${16 + 28 * reply.pictures.length}rem`);
    }
    this.#sentence.textContent = sentence;
    this.#sentence.hidden = sentence === null;
    this.#working.update(progress);
    if (outcome !== before?.outcome) this.#showOutcome();
    if (outcome !== before?.outcome || asked.link !== before.asked.link || reply?.private !== before.reply?.private) {
      this.#foot.replaceChildren(...this.#footNodes());
    }
  }

  #showOutcome(): void {
    const { outcome } = this.#turn;
    // The words may have been there before, as those of a part, and are then not read out again.
    if (outcome === 'answered') this.element.append(element('span', { className: 'unseen' }, 'Answered'));
    this.element.dataset['outcome'] = outcome ?? 'working';
    this.#outcome.replaceChildren(...(outcome === null || outcome === 'answered' ? [] : [outcomeLine(outcome)]));
    const lost = outcome !== null && this.#working.element.contains(document.activeElement);
    this.#working.element.hidden = outcome !== null;
    if (lost) this.element.focus({ preventScroll: true });
  }

  /** Arrow up does the same, where there are arrows. */
  #editButton(): HTMLElement {
    const button = element('button', { type: 'button', className: 'button' }, icon('pencil'), 'Edit');
    button.onclick = () => this.#edit(this.#turn.asked.message, this.#turn.asked.files);
    return button;
  }

  #footNodes(): Node[] {
    const { asked, reply, outcome } = this.#turn;
    if (outcome === null) return [];
    // That a mistake is told to nobody else goes without saying.
    if (outcome !== 'answered') return [this.#editButton()];
    const hidden = element('span', { className: 'private' }, icon('eye'), 'Only you would see this on Discord');
    return [...(reply?.private === true ? [hidden] : []), ...(asked.link !== null ? [linkToTurn(asked.link)] : [])];
  }
}

function questionNodes({ message, label, files }: Asked): Node[] {
  const bubble = element('h2', { className: 'bubble', dir: 'auto' }, label ?? message);
  if (label !== null && label !== message) bubble.append(' ', element('code', {}, message));
  // A long one scrolls, and is then reached with the keyboard.
  if (message.length > SHORT) bubble.tabIndex = 0;
  return [bubble, ...(files.length === 0 ? [] : [fileChips(files)])];
}

function isSameQuestion(one: Asked, other: Asked): boolean {
  return one.message === other.message && one.label === other.label && one.files.length === other.files.length;
}
