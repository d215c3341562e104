/** What stands in line: a request with some of its tasks still waiting. */
export interface InLine {
  /** Served before all that are not: a drawing is short, and its asker has waited for the training already. */
  readonly urgent: boolean;
  /** How many of its tasks wait. It may fall at any time, when the request is cancelled. */
  readonly waiting: number;
}

/** Who is served next. Requests take turns, a task each, so that a long one does not hold up a short one. */
export class Line<Request extends InLine> {
  readonly #urgent: Request[] = [];
  readonly #patient: Request[] = [];

  join(request: Request): void {
    (request.urgent ? this.#urgent : this.#patient).push(request);
  }

  /** The request whose task is to start now; undefined if none waits. */
  next(): Request | undefined {
    return nextOf(this.#urgent) ?? nextOf(this.#patient);
  }
}

function nextOf<Request extends InLine>(queue: Request[]): Request | undefined {
  for (let request = queue.shift(); request !== undefined; request = queue.shift()) {
    if (request.waiting > 1) queue.push(request);
    if (request.waiting > 0) return request;
  }
  return undefined;
}
