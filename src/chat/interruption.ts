/**
 * What Ctrl-C or *Stop* does to one request: the first is content with what is there, if there is something; the next,
 * or else the first, stops the work.
 */
export class Interruption {
  readonly #stop = new AbortController();
  readonly #enough = new AbortController();
  #hasPart = false;

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get enough(): AbortSignal {
    return this.#enough.signal;
  }

  /** There is something now that a reply can be made of. */
  hasPart(): void {
    this.#hasPart = true;
  }

  /** Returns whether there was anything left to stop. */
  interrupt(): boolean {
    if (this.#stop.signal.aborted) return false;
    const controller = this.#hasPart && !this.#enough.signal.aborted ? this.#enough : this.#stop;
    controller.abort();
    return true;
  }
}
