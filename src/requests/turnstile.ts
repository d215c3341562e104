import { RecentTimes } from './recent-times.ts';
import { WhoseTurn } from './whose-turn.ts';

export interface TurnstileLimits {
  /** Requests worked on at once, in all. */
  readonly running: number;
  /** Waiting in all. */
  readonly waiting: number;
  /** The share of both that one server may have while there are others, from 0 to 1; never less than one of them. */
  readonly serverShare: number;
}

/** How many requests one person may have, of each kind. At least one can always run. */
export interface PersonLimits {
  readonly running: number;
  readonly waiting: number;
}

export interface Asker {
  readonly person: string;
  /** Null where they do not ask in a server. */
  readonly server: string | null;
}

export interface Ticket {
  /**
   * 0 once it is its turn; else its place in line, from 1: the order in which they would all be called if each took the
   * same time and nobody else came. Somebody new with nothing under way may come in before another's second request.
   */
  readonly place: number;
  /** Resolves when it is its turn. Never rejects; never resolves for one that left before. */
  readonly turn: Promise<void>;
  /**
   * Calls back whenever its place in line is better than any it had while this is heard, but not when it is its turn.
   * Comes after the change, from a microtask: many changes at once are one.
   */
  onMoved(heard: (place: number) => void): void;
  /** It is done, or given up. Twice is once. */
  leave(): void;
}

/** The sentence for the asker alone: what the limit is, and when to try again. */
export type Refusal = { readonly refused: string };

/**
 * Lets requests in to be worked on, a few at a time. People take turns, those with nothing under way first, so that
 * nobody waits for all that another asks for; a person's own requests go in the order they came.
 */
export class Turnstile {
  readonly #limits: TurnstileLimits;
  readonly #order: WhoseTurn<Visit>;
  readonly #times = new RecentTimes();
  #places: ReadonlyMap<Visit, number> | undefined;
  #isTelling = false;

  constructor({ running = 16, waiting = 500, serverShare = 0.75 }: Partial<TurnstileLimits> = {}) {
    this.#limits = { running, waiting, serverShare };
    this.#order = new WhoseTurn(running, shareOf(running, serverShare));
  }

  enter(asker: Asker, own: PersonLimits, { always = false }: { readonly always?: boolean } = {}): Ticket | Refusal {
    const tooMany = always ? null : this.#tooManyOwn(asker, own);
    if (tooMany !== null) return tooMany;
    const visit = new Visit(asker, Math.max(1, own.running), {
      placeOf: (each) => this.#placeOf(each),
      leave: (each) => this.#leave(each),
    });
    this.#order.join(visit);
    this.#call();
    const tooLong = always || visit.isCalled ? null : this.#tooLongLine(asker);
    if (tooLong !== null) this.#order.leave(visit);
    return tooLong ?? visit;
  }

  get state(): { running: number; waiting: number } {
    return { running: this.#order.running, waiting: this.#order.waiting };
  }

  #leave(visit: Visit): void {
    if (visit.seconds !== null) this.#times.took(visit.seconds);
    this.#order.leave(visit);
    this.#call();
  }

  /** Calls all whose turn it is, and tells those who still wait where they are now. */
  #call(): void {
    for (let next = this.#order.call(); next !== undefined; next = this.#order.call()) next.call();
    this.#places = undefined;
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const visit of this.#order.waitingAlready()) visit.tell();
    });
  }

  #placeOf(visit: Visit): number {
    this.#places ??= new Map(this.#order.inLine().map((each, index) => [each, index + 1]));
    return this.#places.get(visit) ?? 0;
  }

  #tooManyOwn({ person }: Asker, own: PersonLimits): Refusal | null {
    const theirs = this.#order.of(person);
    if (theirs.length < Math.max(1, own.running) + own.waiting) return null;
    const are = theirs.length === 1 ? 'is' : 'are';
    const first = Math.min(...theirs.map(({ place }) => place));
    return {
      refused: `${theirs.length} of your requests ${are} under way, which is the most: ${this.#tryAgain(first)}.`,
    };
  }

  /** Asked once whoever enters stands in line already: they are the last who may, or one too many. */
  #tooLongLine({ server }: Asker): Refusal | null {
    const { waiting, serverShare } = this.#limits;
    const all = this.#order.waiting;
    if (all > waiting) return { refused: `${waiting} requests are waiting, which is the most: ${this.#tryAgain()}.` };
    const most = shareOf(waiting, serverShare);
    if (server === null || all <= waiting / 2 || this.#order.waitingOf(server) <= most) return null;
    return {
      refused: `${most} requests of this server are waiting, which is the most for one server: ${this.#tryAgain()}.`,
    };
  }

  /** So many wait before the one of which the end is waited for. */
  #tryAgain(before = 0): string {
    return this.#times.tryAgain(1 + before / this.#limits.running);
  }
}

interface Door {
  placeOf(visit: Visit): number;
  leave(visit: Visit): void;
}

class Visit implements Ticket {
  readonly person: string;
  readonly server: string | null;
  readonly most: number;
  readonly #door: Door;
  readonly #turn = Promise.withResolvers<void>();
  readonly #heard: ((place: number) => void)[] = [];
  #told = 0;
  #calledAt: number | null = null;
  #isGone = false;

  constructor({ person, server }: Asker, most: number, door: Door) {
    this.person = person;
    this.server = server;
    this.most = most;
    this.#door = door;
  }

  get turn(): Promise<void> {
    return this.#turn.promise;
  }

  get place(): number {
    return this.#door.placeOf(this);
  }

  get isCalled(): boolean {
    return this.#calledAt !== null;
  }

  /** How long its turn has lasted; null before it. By a clock that never jumps. */
  get seconds(): number | null {
    return this.#calledAt === null ? null : (performance.now() - this.#calledAt) / 1_000;
  }

  call(): void {
    this.#calledAt = performance.now();
    this.#turn.resolve();
  }

  onMoved(heard: (place: number) => void): void {
    this.#heard.push(heard);
    this.#told = this.place;
  }

  tell(): void {
    if (this.#heard.length === 0 || this.place >= this.#told) return;
    this.#told = this.place;
    for (const heard of this.#heard) heard(this.#told);
  }

  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#door.leave(this);
  }
}

function shareOf(all: number, share: number): number {
  return Math.max(1, Math.floor(all * share));
}
