/** What waits for its turn, as far as that depends on it. */
export interface Waiting {
  readonly person: string;
  readonly server: string | null;
  /** It is not called while so many of the same person's are under way. At least 1. */
  readonly most: number;
}

interface Counted {
  running: number;
  waiting: number;
}

interface Person<Request> {
  running: number;
  /** In the order they came. */
  readonly waiting: Request[];
}

/**
 * Whose turn it is. People take turns, those with the fewest under way first, whatever each has waiting; and a server
 * that has its share gives way to others. Remembers nobody who has nothing under way and nothing waiting.
 */
export class WhoseTurn<Request extends Waiting> {
  /** How many may be under way at once: of all, and of one server while others' wait. */
  readonly #most: number;
  readonly #serverMost: number;
  /** What is under way, in the order it was called. */
  readonly #running = new Set<Request>();
  readonly #people = new Map<string, Person<Request>>();
  readonly #servers = new Map<string, Counted>();
  /** People with something waiting. Whoever was called, or comes anew, is the last. */
  readonly #line = new Set<Person<Request>>();
  #waiting = 0;

  constructor(most: number, serverMost: number) {
    this.#most = most;
    this.#serverMost = serverMost;
  }

  get running(): number {
    return this.#running.size;
  }

  get waiting(): number {
    return this.#waiting;
  }

  waitingOf(server: string): number {
    return this.#servers.get(server)?.waiting ?? 0;
  }

  /** All of a person's: what is under way, and what waits. */
  of(person: string): Request[] {
    const running = [...this.#running].filter((request) => request.person === person);
    return [...running, ...(this.#people.get(person)?.waiting ?? [])];
  }

  /** All that wait, in no order that says anything. */
  waitingAlready(): Request[] {
    return [...this.#line].flatMap(({ waiting }) => waiting);
  }

  join(request: Request): void {
    const person = this.#people.get(request.person) ?? { running: 0, waiting: [] };
    this.#people.set(request.person, person);
    person.waiting.push(request);
    this.#line.add(person);
    this.#count(request, 0, 1);
  }

  /** Whoever is next, and is now under way; undefined where nobody may be. */
  call(): Request | undefined {
    const person = this.#running.size < this.#most ? this.#next() : undefined;
    if (person === undefined) return undefined;
    const request = person.waiting.shift()!;
    person.running += 1;
    this.#running.add(request);
    this.#line.delete(person);
    if (person.waiting.length > 0) this.#line.add(person);
    this.#count(request, 1, -1);
    return request;
  }

  /** It is done, or does not wait any more. */
  leave(request: Request): void {
    const person = this.#people.get(request.person)!;
    if (this.#running.delete(request)) {
      person.running -= 1;
      this.#count(request, -1, 0);
    } else {
      person.waiting.splice(person.waiting.indexOf(request), 1);
      if (person.waiting.length === 0) this.#line.delete(person);
      this.#count(request, 0, -1);
    }
    if (person.running + person.waiting.length === 0) this.#people.delete(request.person);
  }

  /** All that wait, in the order they would be called in if each took the same time and nobody else came. */
  inLine(): Request[] {
    const ahead = this.#copy();
    const line: Request[] = [];
    while (ahead.#waiting > 0) {
      for (let next = ahead.call(); next !== undefined; next = ahead.call()) line.push(next);
      const [first] = ahead.#running;
      ahead.leave(first!);
    }
    return line;
  }

  #next(): Person<Request> | undefined {
    let best: Person<Request> | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const person of this.#line) {
      const [request] = person.waiting;
      if (person.running >= request!.most) continue;
      // Giving way to other servers comes before giving way to other people.
      const rank = person.running + (this.#givesWay(request!) ? this.#most : 0);
      if (rank >= least) continue;
      best = person;
      least = rank;
      if (rank === 0) break;
    }
    return best;
  }

  #givesWay({ server }: Request): boolean {
    if (server === null) return false;
    const { running, waiting } = this.#servers.get(server)!;
    return running >= this.#serverMost && waiting < this.#waiting;
  }

  #count({ server }: Request, running: number, waiting: number): void {
    this.#waiting += waiting;
    if (server === null) return;
    const counted = this.#servers.get(server) ?? { running: 0, waiting: 0 };
    counted.running += running;
    counted.waiting += waiting;
    if (counted.running + counted.waiting > 0) this.#servers.set(server, counted);
    else this.#servers.delete(server);
  }

  #copy(): WhoseTurn<Request> {
    const copy = new WhoseTurn<Request>(this.#most, this.#serverMost);
    for (const request of this.#running) copy.#running.add(request);
    for (const [name, { running, waiting }] of this.#people) {
      copy.#people.set(name, { running, waiting: [...waiting] });
    }
    for (const [name, counted] of this.#servers) copy.#servers.set(name, { ...counted });
    for (const { waiting } of this.#line) copy.#line.add(copy.#people.get(waiting[0]!.person)!);
    copy.#waiting = this.#waiting;
    return copy;
  }
}
