import type { Asks, Hello, ProgressEvent, ReplyEvent } from '../protocol.ts';
import type { Api } from './api.ts';
import { newId } from './ids.ts';
import type { KeptFile, KeptReply, Turn } from './model.ts';
import { ReplyKeeper } from './reply-keeper.ts';
import type { Status } from './status.ts';
import { waitBefore } from './waits.ts';

/** How often one request is sent, fetched or begun again by itself: it may be what brings the server down. */
const MOST_TRIES = 4;

export interface TalkOptions {
  readonly tab: string;
  readonly turns: readonly Turn[];
  readonly api: Api;
  readonly status: Status;
  readonly show: (turn: Turn) => void;
  readonly save: (turn: Turn) => Promise<void>;
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
  readonly #asking = new Set<string>();
  readonly #stopping = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #replies: ReplyKeeper;
  #left = false;

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#turns = new Map(options.turns.map((turn) => [turn.id, turn]));
    this.#replies = new ReplyKeeper({
      bytes: options.api.bytes,
      before: (id) => this.#turns.get(id)?.reply ?? null,
      kept: (id, reply, outcome) => this.#replied(id, reply, outcome),
      failed: (id, whole, outcome) => this.#unfetched(id, whole, outcome),
    });
  }

  get underWay(): readonly Turn[] {
    return [...this.#turns.values()].filter(isUnderWay);
  }

  ask(asks: Asks, { message, label = null, files = [] }: Asking): void {
    const link = 'link' in asks ? asks.link : null;
    const asked: Turn['asked'] = { message, label, link, asks, files };
    const turn: Turn = { id: newId(), asked, progress: null, reply: null, outcome: null, sentence: null };
    this.#put(turn);
    this.#options.changed();
    void this.#send(turn);
  }

  stop(id: string): void {
    this.#stopping.add(id);
    this.#options.api.stop(id).catch(() => {});
  }

  /** Stops all that is under way and hears of nothing any longer. */
  leave(): void {
    for (const { id } of this.underWay) this.stop(id);
    this.#left = true;
  }

  hello({ instance, requests }: Hello): void {
    const { status, instance: last, api } = this.#options;
    const restarted = last.get() !== null && last.get() !== instance;
    last.set(instance);
    status.hold(null);
    const known = new Set(requests);
    for (const id of known) {
      const turn = this.#turns.get(id);
      if (this.#stopping.has(id) || turn?.outcome === 'refused') api.stop(id).catch(() => {});
    }
    const lost = this.underWay.filter(({ id }) => !known.has(id) && !this.#asking.has(id));
    for (const turn of lost) this.#sendAgain(turn, restarted);
    if (!restarted) return;
    status.say(lost.length > 0 ? 'Halflife was restarted: asked again.' : 'Halflife was restarted: it is back.');
  }

  reply(event: ReplyEvent): void {
    const turn = this.#turns.get(event.id);
    if (turn !== undefined && isUnderWay(turn)) void this.#replies.take(event);
    else if (event.outcome !== null) this.#forget(event.id);
  }

  progress({ id, share, words }: ProgressEvent): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined && isUnderWay(turn)) this.#show({ ...turn, progress: { share, words } });
  }

  async #send(turn: Turn): Promise<void> {
    const { tab, api, isConnected } = this.#options;
    const { id, asked } = turn;
    this.#asking.add(id);
    const answer = await api.ask({ id, tab, asks: asked.asks }, asked.files);
    this.#asking.delete(id);
    const now = this.#turns.get(id);
    if (now === undefined || this.#left) return;
    if (answer.kind === 'accepted') {
      this.#failures.delete(id);
      this.#put({ ...now, asked: { ...now.asked, ...answer.accepted } });
      if (this.#stopping.has(id)) this.stop(id);
    } else if (answer.kind === 'refused') this.#refuse(now, answer.sentence);
    else if (this.#stopping.has(id)) this.#refuse(now, 'Stopped before Halflife could be reached.');
    // Where the connection is gone too, its hello has this sent again.
    else if (isConnected()) setTimeout(() => this.#sendAgain(now, true), waitBefore(this.#failures.get(id) ?? 1));
  }

  #sendAgain({ id }: Turn, counts: boolean): void {
    const turn = this.#turns.get(id);
    if (turn === undefined || !isUnderWay(turn) || this.#asking.has(id) || this.#left) return;
    const failures = (this.#failures.get(id) ?? 0) + (counts ? 1 : 0);
    this.#failures.set(id, failures);
    if (this.#stopping.has(id)) this.#refuse(turn, 'Stopped.');
    else if (failures > MOST_TRIES) {
      this.#refuse(turn, `Halflife did not answer this after ${MOST_TRIES} tries: ask it again later.`);
    } else {
      this.#show({ ...turn, progress: null });
      void this.#send(turn);
    }
  }

  #replied(id: string, reply: KeptReply, outcome: Turn['outcome']): void {
    const turn = this.#turns.get(id);
    if (turn === undefined || !isUnderWay(turn) || this.#left) return;
    const saved = this.#put({ ...turn, reply, outcome, progress: outcome === null ? turn.progress : null });
    if (outcome !== null) this.#ended(id, saved);
  }

  /** Its pictures are gone or cannot be reached: the server, asked for everything again, tells which. */
  #unfetched(id: string, whole: KeptReply, outcome: NonNullable<ReplyEvent['outcome']>): void {
    const failures = (this.#failures.get(id) ?? 0) + 1;
    this.#failures.set(id, failures);
    if (failures > MOST_TRIES) {
      this.#replied(id, whole, outcome);
      this.#options.status.say('The pictures of a reply could not be fetched: ask for it again.');
    } else if (!this.#left && this.#options.isConnected()) setTimeout(this.#options.renew, waitBefore(failures));
  }

  #refuse(turn: Turn, sentence: string): void {
    const saved = this.#put({ ...turn, progress: null, outcome: 'refused', sentence });
    this.#ended(turn.id, saved);
  }

  #ended(id: string, saved: Promise<void>): void {
    this.#failures.delete(id);
    this.#stopping.delete(id);
    void saved.then(() => this.#forget(id));
    this.#options.changed();
  }

  #forget(id: string): void {
    this.#options.api.forget(id).catch(() => {});
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

export interface Asking {
  readonly message: string;
  readonly label?: string | null;
  readonly files?: readonly KeptFile[];
}

function isUnderWay({ outcome }: Turn): boolean {
  return outcome === null;
}
