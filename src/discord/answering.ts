import type { Interaction } from 'discord.js';
import { newReference } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import type { ServerSettings } from '../chat/memory.ts';
import { type Lab, labFor } from '../lab/lab.ts';
import type { Meters, RequestMeter } from '../metrics/meters.ts';
import type { Crew } from '../requests/crew.ts';
import type { Refusal, Turnstile } from '../requests/turnstile.ts';
import { keepFinished } from '../store/keep-finished.ts';
import { type KeptRequest, type Notes, RETENTION, type Store } from '../store/store.ts';
import type { Callback } from './callback.ts';
import { type DownloadOptions, findAttachment } from './download.ts';
import { withForm } from './form-again.ts';
import { Keeping } from './keeping.ts';
import { keptAsker, type Order, replyNames } from './order.ts';
import { callbackFor, type PlaceTools, placeOf } from './place-of.ts';
import { RequestLine } from './request-line.ts';
import { type Acceptance, LEFT, Response } from './respond.ts';
import { type Run, Running } from './running.ts';

export interface AnsweringOptions extends PlaceTools {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly store: Store;
  readonly turnstile: Turnstile;
  /** Who does the work in the place of this process; null where it does its own. */
  readonly crew: Crew | null;
  readonly missed: Context['missed'];
  readonly meters: Meters;
  readonly progressEveryMs: number;
  /** Where attached files may come from, and how long reading one may take. */
  readonly files: Pick<DownloadOptions, 'origins' | 'limitMs'>;
  /** Aborts what runs when the bot can wait no longer. */
  readonly signal: AbortSignal;
}

/** An interaction's token lasts half a minute longer. */
const ANSWERED_WITHIN_MS = RETENTION.request - 30_000;

/** What was asked for once. */
export interface Asked extends Omit<Order, 'ask' | 'reference' | 'demos'> {
  readonly ask: () => Invocation;
  readonly run: Run;
  readonly settings: ServerSettings;
  /** Whether it is to be told that it was refused; always unless given. */
  readonly mayBeRefused?: () => Promise<boolean>;
}

/** Answering what is asked, however it was asked. */
export class Answering {
  readonly options: AnsweringOptions;
  readonly running = new Running();
  readonly #keeping: Keeping;

  constructor(options: AnsweringOptions) {
    this.options = options;
    this.#keeping = new Keeping(options.store.requests, options.log);
  }

  /** `meter`: of the request that it acknowledges, where there is one. */
  callback(interaction: Interaction, meter?: RequestMeter): Callback {
    return callbackFor(interaction, this.options, () => meter?.acknowledged());
  }

  /** Runs what is asked, shows the answer at its place, and logs one line about it. */
  async answer({ ask, run, settings, mayBeRefused, ...asked }: Asked): Promise<void> {
    const line = new RequestLine(asked.via, newReference(), this.options);
    const about = { ...asked, reference: line.reference, demos: settings.demos };
    let read: Invocation | null = null;
    const named = line.named(() => {
      read = ask();
      return read;
    });
    let accepted: Acceptance | null = null;
    const accept = async () => {
      const acceptance = await this.#accept({ ...about, ask: read! }, settings, run);
      if (typeof acceptance === 'string') return acceptance;
      if ('ticket' in acceptance) accepted = acceptance;
      else if ((await mayBeRefused?.()) === false) return 'refused in silence';
      return acceptance;
    };
    const response = this.#response(named, about, line, run, { acceptedAt: Date.now(), notes: {} });
    await line.of(() =>
      this.#untilEnded(
        asked.id,
        run,
        () => accepted,
        () => response.give(accept),
      ),
    );
  }

  /**
   * Takes up what was accepted by a process that is gone, or handed over by another: nothing that this one began is made
   * a second time.
   */
  async resume(
    kept: KeptRequest,
    order: Omit<Order, 'ask'> & { readonly ask: Order['ask'] | (() => Invocation) },
    { ticket, handOver }: Omit<Acceptance, 'isKept'>,
    run: Run,
  ): Promise<string> {
    const line = new RequestLine(order.via, order.reference, this.options, { resumed: true });
    const response = this.#response(
      line.named(() => (typeof order.ask === 'function' ? order.ask() : order.ask)),
      order,
      line,
      run,
      kept,
    );
    const acceptance: Acceptance = { ticket, handOver, isKept: true };
    return line.of(() =>
      this.#untilEnded(
        order.id,
        run,
        () => acceptance,
        () => response.resume(acceptance),
      ),
    );
  }

  /** What a request that is kept is to change, or to make; null where something newer is at it already. */
  beginAgain(order: Order): Run | null {
    const clean = order.target.kind === 'in place' ? order.target.clean : '';
    return this.running.beginAgain(replyNames(order), order.asker.id, clean);
  }

  /** Never rejects. */
  async note(id: string, notes: Notes): Promise<void> {
    await this.#keeping.note(id, notes);
  }

  /** Whether it was this process that accepted it. */
  isOwn(id: string): boolean {
    return this.#keeping.isOwn(id);
  }

  async forget(id: string): Promise<void> {
    await this.#keeping.forget(id);
  }

  #response(
    ask: () => Invocation,
    about: Omit<Order, 'ask'>,
    line: RequestLine,
    run: Run,
    { acceptedAt, notes }: Pick<KeptRequest, 'acceptedAt' | 'notes'>,
  ): Response {
    const { commands, lab, store, missed, log, signal, progressEveryMs, files: limits } = this.options;
    const asker = keptAsker(about.asker);
    let asked: Invocation | null = null;
    const read = () => {
      asked = ask();
      return asked;
    };
    const place = placeOf(about.target, this.options, {
      run,
      notes: this.#keeping.notesFor(about.id, notes),
      onAcknowledged: () => line.meter.acknowledged(),
    });
    return new Response(read, place, {
      ...{ commands, missed, log, signal, progressEveryMs },
      lab: labFor(lab, asker.person),
      memory: store.memoryOf(asker),
      demos: about.demos,
      reference: line.reference,
      meter: line.meter,
      enough: run.enough,
      untilLateMs: Math.min(ANSWERED_WITHIN_MS, acceptedAt + ANSWERED_WITHIN_MS - Date.now()),
      superseded: run.superseded,
      find: (name, wanted) => findAttachment(about.files, name, { ...limits, signal: wanted }),
      amended: (given) => (about.via === 'form' && asked !== null ? withForm(given, asked) : given),
      begins: () => line.begins(),
      answered: (given) =>
        keepFinished(store, asker, asked!, given, (error) => {
          log.warn({ why: String(error), reference: line.reference }, 'an experiment is not remembered');
        }),
    });
  }

  async #accept(order: Order, { running, waiting }: ServerSettings, run: Run): Promise<Acceptance | Refusal | 'known'> {
    const { turnstile, crew } = this.options;
    const { person, server } = keptAsker(order.asker);
    const entered = turnstile.enter({ person, server: server?.id ?? null }, { running, waiting });
    if ('refused' in entered) return entered;
    const kept = await this.#keeping.keep(order);
    if (kept === 'known') {
      entered.leave();
      return 'known';
    }
    const isKept = kept === 'kept';
    return { ticket: entered, isKept, handOver: isKept && crew !== null ? this.handOver(crew, order.id, run) : null };
  }

  /** Has others do the work, or does it here where they cannot be told. */
  handOver(crew: Crew, id: string, { enough, superseded, turn }: Run, again = false): () => Promise<string> {
    return async () => {
      await turn;
      if (!(await this.#keeping.isThere(id))) throw new Error('it could not be written down for others');
      return crew.perform(id, { enough, superseded, again, leaving: this.options.signal });
    };
  }

  /** Whatever becomes of a request, whoever waits for its place gets it, and what is done is not kept. */
  async #untilEnded(
    id: string,
    run: Run,
    accepted: () => Acceptance | null,
    give: () => Promise<string>,
  ): Promise<string> {
    let outcome = 'undelivered';
    try {
      outcome = await give();
      return outcome;
    } finally {
      run.end();
      const acceptance = accepted();
      acceptance?.ticket.leave();
      if (acceptance?.isKept === true && outcome !== LEFT) await this.forget(id);
    }
  }
}
