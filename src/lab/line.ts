/** What stands in line: a request with some of its tasks still waiting. */
export interface InLine {
  readonly person: string;
  /** Served before all that are not: a drawing is short, and its asker has waited for the training already. */
  readonly urgent: boolean;
  /** How many of its tasks wait. It may fall at any time, when the request is cancelled. */
  readonly waiting: number;
  /** Whether the next of its tasks takes a moment only. */
  readonly isShort: boolean;
}

/**
 * Who is served next. People take turns, a task each, those with the fewest under way first; and so do a person's
 * requests. Neither many tasks nor long ones of one person hold up another's.
 */
export class Line<Request extends InLine> {
  readonly #urgent = new Turns<Request>();
  readonly #patient = new Turns<Request>();
  /** How many tasks of each person are under way, where there are any. */
  readonly #running = new Map<string, number>();

  join(request: Request): void {
    (request.urgent ? this.#urgent : this.#patient).join(request);
  }

  /** The request whose task is to start now; undefined if none waits. */
  next(): Request | undefined {
    const rank = ({ person }: Request) => this.#runningOf(person);
    return this.#begun(this.#urgent.take(rank) ?? this.#patient.take(rank));
  }

  /** The same, of the short ones of people who have nothing under way. */
  nextExpress(): Request | undefined {
    const rank = (request: Request) => (this.#runningOf(request.person) === 0 && request.isShort ? 0 : null);
    return this.#begun(this.#urgent.take(rank) ?? this.#patient.take(rank));
  }

  /** A task that this request was named for is over. */
  ended({ person }: Request): void {
    const left = this.#runningOf(person) - 1;
    if (left > 0) this.#running.set(person, left);
    else this.#running.delete(person);
  }

  #begun(request: Request | undefined): Request | undefined {
    if (request !== undefined) this.#running.set(request.person, this.#runningOf(request.person) + 1);
    return request;
  }

  #runningOf(person: string): number {
    return this.#running.get(person) ?? 0;
  }
}

/** Requests of people in turn. */
class Turns<Request extends InLine> {
  /** Whoever was served, or comes anew, is the last; so it is with the requests of each. */
  readonly #people = new Map<string, Request[]>();

  join(request: Request): void {
    const theirs = this.#people.get(request.person);
    if (theirs === undefined) this.#people.set(request.person, [request]);
    else theirs.push(request);
  }

  /** The first request of the lowest rank, which has then had its turn. Those of rank null are left out. */
  take(rankOf: (request: Request) => number | null): Request | undefined {
    let best: Request | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [person, theirs] of this.#people) {
      if (theirs.every(({ waiting }) => waiting === 0)) this.#people.delete(person);
      for (const request of theirs) {
        const rank = request.waiting > 0 ? rankOf(request) : null;
        if (rank === null || rank >= least) continue;
        best = request;
        least = rank;
      }
      if (least === 0) break;
    }
    if (best !== undefined) this.#toTheEnd(best);
    return best;
  }

  #toTheEnd(request: Request): void {
    const { person } = request;
    const theirs = this.#people.get(person)!.filter((each) => each !== request && each.waiting > 0);
    if (request.waiting > 1) theirs.push(request);
    this.#people.delete(person);
    if (theirs.length > 0) this.#people.set(person, theirs);
  }
}
