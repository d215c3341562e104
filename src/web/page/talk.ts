import type { Accepted, Asks, Hello, ProgressEvent, ReplyEvent } from '../protocol.ts';
import type { Api } from './api.ts';
import { newId } from './ids.ts';
import type { Asked, KeptReply, Turn } from './model.ts';
import { ReplyKeeper } from './reply-keeper.ts';
import type { Status } from './status.ts';
import { pause, waitBefore } from './waits.ts';

/** How often one request is sent, fetched or begun again by itself: it may be what brings the server down. */
const MOST_TRIES = 5;

/** A browser whose memory hangs does not keep anybody from asking. */
const SAVED_WITHIN_MS = 1_000;

export interface TalkOptions {
  readonly tab: string;
  /** What is kept of it. */
  readonly turns: readonly Turn[];
  readonly api: Api;
  readonly status: Status;
  readonly show: (turn: Turn) => void;
  readonly save: (turn: Turn) => Promise<void>;
  /** The server told how it would be typed. */
  readonly understood: (turn: Turn) => void;
  /** Something began or ended. */
  readonly changed: () => void;
  readonly isConnected: () => boolean;
  /** Has the server tell again how everything stands. */
  readonly renew: () => void;
  /** The server that was heard last, through reloads. */
  readonly instance: { get(): string | null; set(instance: string): void };
}

/** What goes on in one conversation: what was asked of the server, and what came back. */
export class Talk {
  readonly #options: TalkOptions;
  readonly #turns: Map<string, Turn>;
  readonly #replies: ReplyKeeper;
  /** From before this page was loaded. */
  readonly #old: ReadonlySet<string>;
  /** On its way to the server. */
  readonly #asking = new Set<string>();
  /** The server has it, or had it. */
  readonly #taken: Set<string>;
  /** The reader has seen enough. */
  readonly #stopping = new Set<string>();
  /** The server has heard so. */
  readonly #toldToStop = new Set<string>();
  readonly #failures = new Map<string, number>();
  #left = false;

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#turns = new Map(options.turns.map((turn) => [turn.id, turn]));
    this.#old = new Set(this.#turns.keys());
    this.#taken = new Set(this.#old);
    this.#replies = new ReplyKeeper({
      bytes: options.api.bytes,
      before: (id) => this.#turns.get(id)?.reply ?? null,
      kept: (id, reply, outcome) => this.#replied(id, reply, outcome),
      failed: (id, whole, outcome) => this.#unfetched(id, whole, outcome),
    });
  }

  get isUnderWay(): boolean {
    return this.#underWay.length > 0;
  }

  ask(asks: Asks, { message, label = null, files = [] }: Asking): void {
    const turn = this.#begin({ message, label, link: 'link' in asks ? asks.link : null, asks, files });
    this.#options.changed();
    void this.#send(turn);
  }

  /** Shows a message that could not even be sent. */
  refuse(message: string, sentence: string): void {
    this.#refuse(this.#begin({ message, label: null, link: null, asks: { message }, files: [] }), sentence);
  }

  stop(id: string): void {
    const turn = this.#turnUnderWay(id);
    if (turn === undefined) return;
    this.#stopping.add(id);
    if (this.#taken.has(id) || this.#asking.has(id)) void this.#tellToStop(id);
    else this.#refuse(turn, 'Stopped before Halflife could be reached.');
  }

  /** Stops all that is under way and hears of nothing any longer. */
  leave(): void {
    for (const { id } of this.#underWay) this.#options.api.stop(id).catch(() => {});
    this.#left = true;
  }

  hello({ instance, requests }: Hello): void {
    const { status, instance: last } = this.#options;
    const wasRestarted = last.get() !== null && last.get() !== instance;
    last.set(instance);
    status.hold(null);
    const known = new Set(requests);
    for (const id of known) {
      // A connection that broke may have kept it from being heard. Heard twice, it throws away what is there already.
      if (this.#hasToStop(id)) void this.#tellToStop(id);
    }
    const lost = this.#underWay.filter(({ id }) => !known.has(id) && !this.#asking.has(id));
    const again = lost.filter(({ id }) => this.#sendAgain(id, wasRestarted));
    if (!wasRestarted) return;
    status.say(again.length > 0 ? 'Halflife was restarted: asked again.' : 'Halflife was restarted: it is back.');
  }

  reply(event: ReplyEvent): void {
    const { id, outcome } = event;
    this.#taken.add(id);
    if (this.#turnUnderWay(id) === undefined) {
      if (outcome !== null) void this.#forget(id);
    } else if (outcome === 'stopped' && this.#wasCutShort(id)) void this.#forget(id).then(() => this.#sendAgain(id));
    else void this.#replies.take(event);
  }

  progress({ id, share, words }: ProgressEvent): void {
    const turn = this.#turnUnderWay(id);
    if (turn !== undefined) this.#show({ ...turn, progress: { share, words } });
  }

  get #underWay(): readonly Turn[] {
    return [...this.#turns.values()].filter(({ outcome }) => outcome === null);
  }

  #turnUnderWay(id: string): Turn | undefined {
    const turn = this.#left ? undefined : this.#turns.get(id);
    return turn?.outcome === null ? turn : undefined;
  }

  /** The server stopped it because it had to leave, or because this page was away for long: the reader did not. */
  #wasCutShort(id: string): boolean {
    return !this.#stopping.has(id) && !this.#old.has(id) && (this.#failures.get(id) ?? 0) < MOST_TRIES;
  }

  #begin(asked: Asked): Turn {
    const turn: Turn = { id: newId(), asked, progress: null, reply: null, outcome: null, sentence: null };
    void this.#put(turn);
    return turn;
  }

  async #send(turn: Turn): Promise<void> {
    const { tab, api, isConnected, save } = this.#options;
    const { id, asked } = turn;
    this.#asking.add(id);
    this.#taken.delete(id);
    // After a reload, a turn that was not kept yet would be gone, and whatever is answered with it.
    await Promise.race([save(turn), pause(SAVED_WITHIN_MS)]);
    const answer = await api.ask({ id, tab, asks: asked.asks }, asked.files);
    this.#asking.delete(id);
    if (answer.kind === 'accepted') return this.#accepted(id, answer.accepted);
    const now = this.#turnUnderWay(id);
    if (now === undefined) return;
    if (answer.kind === 'refused') this.#refuse(now, answer.sentence);
    else if (this.#stopping.has(id)) this.#refuse(now, 'Stopped before Halflife could be reached.');
    // Where the connection is gone too, its hello has this sent again.
    else if (isConnected()) {
      const sendAgain = () => this.#taken.has(id) || this.#sendAgain(id);
      setTimeout(sendAgain, waitBefore(1 + (this.#failures.get(id) ?? 0)));
    }
  }

  /** The reply may have been faster. */
  #accepted(id: string, accepted: Accepted): void {
    const { understood } = this.#options;
    const turn = this.#turns.get(id)!;
    this.#taken.add(id);
    if (this.#left || this.#hasToStop(id)) void this.#tellToStop(id);
    if (this.#left) return;
    const known = { ...turn, asked: { ...turn.asked, ...accepted } };
    void this.#put(known);
    understood(known);
  }

  /** Returns whether it was sent. */
  #sendAgain(id: string, isFailure = true): boolean {
    const turn = this.#turnUnderWay(id);
    if (turn === undefined || this.#asking.has(id)) return false;
    const failures = (this.#failures.get(id) ?? 0) + (isFailure ? 1 : 0);
    this.#failures.set(id, failures);
    const sentence = this.#stopping.has(id)
      ? 'Stopped: nothing was finished.'
      : `Halflife did not manage this in ${MOST_TRIES} tries: ask it again later.`;
    if (this.#stopping.has(id) || failures > MOST_TRIES) {
      this.#refuse(turn, sentence);
      return false;
    }
    this.#show({ ...turn, progress: null });
    void this.#send(turn);
    return true;
  }

  #replied(id: string, reply: KeptReply, outcome: Turn['outcome']): void {
    const turn = this.#turnUnderWay(id);
    if (turn === undefined) return;
    const saved = this.#put({ ...turn, reply, outcome, progress: outcome === null ? turn.progress : null });
    if (outcome !== null) this.#ended(id, saved);
  }

  /** Its pictures are gone or cannot be reached: the server, asked for everything again, tells which. */
  #unfetched(id: string, whole: KeptReply, outcome: NonNullable<ReplyEvent['outcome']>): void {
    const { status, isConnected, renew } = this.#options;
    const failures = (this.#failures.get(id) ?? 0) + 1;
    this.#failures.set(id, failures);
    if (failures > MOST_TRIES) {
      this.#replied(id, whole, outcome);
      status.say('The pictures of a reply could not be fetched: ask for it again.');
    } else if (isConnected()) setTimeout(renew, waitBefore(failures));
  }

  #refuse(turn: Turn, sentence: string): void {
    const saved = this.#put({ ...turn, progress: null, outcome: 'refused', sentence });
    this.#ended(turn.id, saved);
  }

  #ended(id: string, saved: Promise<void>): void {
    this.#failures.delete(id);
    this.#stopping.delete(id);
    this.#toldToStop.delete(id);
    if (this.#taken.has(id)) void saved.then(() => this.#forget(id));
    this.#options.changed();
  }

  /** Whether the server works on what is not wanted any longer, and has not heard so. */
  #hasToStop(id: string): boolean {
    return (this.#stopping.has(id) && !this.#toldToStop.has(id)) || this.#turns.get(id)?.outcome === 'refused';
  }

  /** Where the server has not got it yet, there is nothing to stop, and it has to be told again. */
  async #tellToStop(id: string): Promise<void> {
    const isTaken = this.#taken.has(id);
    const heard = await this.#options.api.stop(id).then(
      () => true,
      () => false,
    );
    if (heard && isTaken && this.#stopping.has(id)) this.#toldToStop.add(id);
  }

  /** Nothing of it has to be kept over there. */
  #forget(id: string): Promise<void> {
    return this.#options.api.forget(id).catch(() => {});
  }

  #put(turn: Turn): Promise<void> {
    this.#show(turn);
    return this.#options.save(turn);
  }

  #show(turn: Turn): void {
    this.#turns.set(turn.id, turn);
    this.#options.show(turn);
  }
}

/** What the page says of what is asked, until the server tells how it would be typed. */
export interface Asking extends Pick<Asked, 'message'>, Partial<Pick<Asked, 'label' | 'files'>> {}
