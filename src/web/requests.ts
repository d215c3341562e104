import { type Answer, answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import { Interruption } from '../chat/interruption.ts';
import type { Invocation } from '../chat/invocation.ts';
import { Live } from '../chat/live.ts';
import type { Reply } from '../chat/reply.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';

/** How often a reader is shown how far the work is: often enough to look alive. */
const PROGRESS_EVERY_MS = 150;

/** How long the end of a request is kept for a page that is away: it may be reloading, or its network gone. */
const KEPT_MS = 10 * 60_000;

/** What a page hears of its requests. */
export interface Listener {
  reply(id: string, shown: Shown): void;
  progress(id: string, progress: Progress): void;
}

export interface Shown {
  readonly reply: Reply;
  /** Counts the replies shown for one request, so that each picture has an address of its own. */
  readonly revision: number;
  /** Null for a part. */
  readonly outcome: Answer['outcome'] | null;
}

export interface Progress {
  readonly share: number;
  readonly words: string;
}

export interface RequestsOptions {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  readonly log: Log;
}

interface Going {
  readonly tab: string;
  readonly interruption: Interruption;
  shown: Shown | null;
  progress: Progress | null;
}

/** What the pages have asked for: under way, or finished and not fetched yet. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #going = new Map<string, Going>();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  has(id: string): boolean {
    return this.#going.has(id);
  }

  /** The requests of a tab. */
  of(tab: string): string[] {
    return [...this.#going].filter(([, going]) => going.tab === tab).map(([id]) => id);
  }

  shown(id: string): Shown | null {
    return this.#going.get(id)?.shown ?? null;
  }

  /** Begins it, unless it was begun before. */
  begin(id: string, tab: string, ask: () => Invocation, open: Context['open']): void {
    if (this.#going.has(id)) return;
    const going: Going = { tab, interruption: new Interruption(), shown: null, progress: null };
    this.#going.set(id, going);
    void this.#run(id, going, ask, open);
  }

  /** Is content with what is there, or stops the work where there is nothing yet. Returns whether anything was to stop. */
  stop(id: string): boolean {
    return this.#going.get(id)?.interruption.interrupt() ?? false;
  }

  /** The page has it: nothing of it is kept any longer. */
  forget(id: string): void {
    const going = this.#going.get(id);
    if (going?.shown?.outcome != null) this.#going.delete(id);
  }

  /** Tells the listener how all requests of the tab stand, and then whatever changes. Returns how to leave. */
  listen(tab: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(tab) ?? new Set();
    this.#listeners.set(tab, listeners.add(listener));
    for (const [id, { shown, progress }] of this.#going) {
      if (this.#going.get(id)?.tab !== tab) continue;
      if (shown !== null) listener.reply(id, shown);
      if (progress !== null && shown?.outcome == null) listener.progress(id, progress);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(tab);
    };
  }

  async #run(id: string, going: Going, ask: () => Invocation, open: Context['open']): Promise<void> {
    const { commands, lab, missed, log } = this.#options;
    const { interruption } = going;
    const tell = (how: (listener: Listener) => void) => this.#listeners.get(going.tab)?.forEach(how);
    const show = (reply: Reply, outcome: Shown['outcome']) => {
      const shown = { reply, outcome, revision: (going.shown?.revision ?? 0) + 1 };
      going.shown = shown;
      tell((listener) => listener.reply(id, shown));
    };
    const live = new Live(
      {
        part: async (part) => {
          show(part, null);
          return true;
        },
        line: async () => true,
      },
      PROGRESS_EVERY_MS,
    );
    live.start();
    const answered = await answer(commands, ask, {
      lab,
      missed,
      open,
      signal: interruption.signal,
      enough: interruption.enough,
      progress: (share, words) => {
        going.progress = { share, words };
        tell((listener) => listener.progress(id, { share, words }));
      },
      show: (part) => {
        if (part.stoppable === true) interruption.hasPart();
        live.show(part);
      },
    });
    await live.end();
    if (answered.outcome === 'broken') {
      log.error({ reference: answered.reference, err: answered.error }, 'something broke');
    }
    show(answered.reply, answered.outcome);
    setTimeout(() => this.forget(id), KEPT_MS).unref();
  }
}
