/** One thing the client under test did that the real Discord would not have liked, or that nobody has built here. */
export interface Problem {
  readonly kind: 'unimplemented' | 'limit' | 'openapi' | 'gateway' | 'internal';
  readonly text: string;
}

/** Thrown by `close()` when problems were recorded and nobody took them. */
export class DiscordProblemsError extends Error {
  override readonly name = 'DiscordProblemsError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem(s) on Discord's side:\n${problems.map(describe).join('\n')}`);
    this.problems = problems;
  }
}

function describe({ kind, text }: Problem): string {
  return `- [${kind}] ${text}`;
}

export class Problems {
  #list: Problem[] = [];

  record(kind: Problem['kind'], text: string): void {
    this.#list.push({ kind, text });
  }

  get list(): readonly Problem[] {
    return [...this.#list];
  }

  /** Returns and forgets them: for the test that provoked them on purpose. */
  take(): Problem[] {
    const taken = this.#list;
    this.#list = [];
    return taken;
  }
}
