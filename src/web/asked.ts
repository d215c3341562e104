import { type Answer, answer, newReference } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import { Interruption } from '../chat/interruption.ts';
import type { Invocation } from '../chat/invocation.ts';
import { loggedName } from '../chat/logged-name.ts';
import { NO_MEMORY } from '../chat/memory.ts';
import type { Reply } from '../chat/reply.ts';
import { type Lab, labFor } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import type { Meters } from '../metrics/meters.ts';
import { keepFinished } from '../store/keep-finished.ts';
import type { Asker, Store } from '../store/store.ts';
import { Paced } from './paced.ts';

/** More than this many a second look no smoother. */
const PROGRESS_EVERY_MS = 100;

/** The replies of one request whose pictures can be fetched: the page may just be fetching those of one that is replaced. */
const REPLIES_KEPT = 3;

/** What a page hears of what it asked. */
export interface Listener {
  reply(id: string, shown: Shown): void;
  progress(id: string, progress: Progress): void;
  /** Nothing of it is kept any longer: what was not told yet need not be. */
  forgotten(id: string): void;
  /** That was all: the server leaves. */
  end(): void;
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

export interface Work {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  /** Without it nothing is remembered. */
  readonly store?: Store;
  readonly log: Log;
  readonly meters: Meters;
  /** Aborts when the server can wait no longer. */
  readonly signal: AbortSignal;
}

/** Who asks, by the id that their browser made: whoever has it is believed, and it opens nothing but their own past. */
export function askerOf(person: string): Asker {
  return { person: `page:${person}`, server: null };
}

/** One request of a page: under way, or ended and kept for the page to fetch. */
export class Asked {
  readonly tab: string;
  readonly #asker: Asker;
  readonly #id: string;
  readonly #work: Work;
  readonly #tell: (how: (listener: Listener) => void) => void;
  readonly #interruption = new Interruption();
  /** The newest last. */
  #replies: readonly Shown[] = [];
  #progress: Progress | null = null;

  /** @param tell calls what it is given with whoever listens at that moment. */
  constructor(
    { id, tab, person }: { readonly id: string; readonly tab: string; readonly person: string },
    work: Work,
    tell: (how: (listener: Listener) => void) => void,
  ) {
    this.#id = id;
    this.tab = tab;
    this.#asker = askerOf(person);
    this.#work = work;
    this.#tell = tell;
  }

  get ended(): boolean {
    return this.#newest !== null && this.#newest.outcome !== null;
  }

  /** A reply shown not long ago; null for any other. */
  reply(revision: number): Reply | null {
    return this.#replies.find((shown) => shown.revision === revision)?.reply ?? null;
  }

  /** Is content with what is there, or stops the work where there is nothing yet. Returns whether anything was to stop. */
  stop(): boolean {
    return !this.ended && this.#interruption.interrupt();
  }

  /** Tells a listener how it stands. */
  tellState(listener: Listener): void {
    if (this.#newest !== null) listener.reply(this.#id, this.#newest);
    if (this.#progress !== null && !this.ended) listener.progress(this.#id, this.#progress);
  }

  /** Runs it and shows the reply. Never rejects. */
  async run(ask: () => Invocation, open: Context['open']): Promise<void> {
    const { commands, lab, missed, store, log, meters, signal } = this.#work;
    const started = performance.now();
    const reference = newReference();
    const meter = meters.begin('page');
    let command = 'unread';
    let asked: Invocation | null = null;
    const named = () => {
      asked = ask();
      command = loggedName(commands, asked);
      return asked;
    };
    const progress = new Paced<Progress>(PROGRESS_EVERY_MS, (newest) =>
      this.#tell((listener) => listener.progress(this.#id, newest)),
    );
    const show = (reply: Reply, outcome: Shown['outcome']) => {
      progress.drop();
      this.#show(reply, outcome);
      meter.shown(reply);
    };
    const answering = answer(
      commands,
      named,
      {
        ...{ missed, open },
        lab: labFor(lab, this.#asker.person),
        memory: store?.memoryOf(this.#asker) ?? NO_MEMORY,
        signal: AbortSignal.any([this.#interruption.signal, signal]),
        enough: this.#interruption.enough,
        progress: (share, words) => {
          this.#progress = { share, words };
          if (!this.ended) progress.tell(this.#progress);
        },
        show: (part) => {
          if (this.ended) return;
          if (part.stoppable === true) this.#interruption.hasPart();
          show(part, null);
        },
      },
      reference,
    );
    meter.acknowledged(); // what accepts it goes out now
    const answered = await answering;
    if (answered.outcome === 'broken') {
      log.error({ reference: answered.reference, err: answered.error }, 'something broke');
    }
    show(answered.reply, answered.outcome);
    if (store !== undefined && asked !== null) {
      const notKept = (error: unknown) => log.warn({ err: error, reference }, 'a finished experiment was not kept');
      await keepFinished(store, this.#asker, asked, answered, notKept);
    }
    meter.ended(command, answered.outcome);
    log.info(
      { via: 'page', reference, command, outcome: answered.outcome, ms: Math.round(performance.now() - started) },
      'request',
    );
  }

  get #newest(): Shown | null {
    return this.#replies.at(-1) ?? null;
  }

  #show(reply: Reply, outcome: Shown['outcome']): void {
    const shown = { reply, outcome, revision: (this.#newest?.revision ?? 0) + 1 };
    this.#replies = [...this.#replies, shown].slice(-REPLIES_KEPT);
    this.#tell((listener) => listener.reply(this.#id, shown));
  }
}
