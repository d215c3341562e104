import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answer, answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import type { Memory } from '../chat/memory.ts';
import { type Reply, say } from '../chat/reply.ts';
import { UserError } from '../chat/user-error.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import type { RequestMeter } from '../metrics/meters.ts';
import type { Refusal, Ticket } from '../requests/turnstile.ts';
import { Gate } from './gate.ts';
import { Live } from './live.ts';
import { withOnePicture } from './one-picture.ts';
import type { Place } from './place.ts';
import { inLine, RESTARTING } from './progress-words.ts';
import { isForbidden, isLost } from './refusals.ts';

export interface Work {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly memory: Memory;
  readonly demos: boolean;
  readonly missed: Context['missed'];
  /** Under which the log has it. */
  readonly reference: string;
  /** Aborts when the work should stop. */
  readonly signal: AbortSignal;
  /** Aborts when something newer is to stand in the place of the answer. */
  readonly superseded: AbortSignal;
  /** Aborts when whoever asked has seen enough. */
  readonly enough: AbortSignal;
  /** How long there is to answer, in milliseconds; 0 or less where hardly any time is left. */
  readonly untilLateMs: number;
  /** Finds a file that came with the request, to be read later. Throws UserError. */
  readonly find: (name: string, signal: AbortSignal) => () => Promise<Uint8Array>;
  /** What is given in the place of an answer. */
  readonly amended: (answer: Answer) => Answer;
  readonly progressEveryMs: number;
  /** Hears when something of the answer is shown. */
  readonly meter: RequestMeter;
  /** Hears when its turn has come. */
  readonly begins: () => void;
  /** Hears of an answer that was given. Never rejects. */
  readonly answered: (answer: Answer) => Promise<void>;
  readonly log: Log;
}

/** How a request ended that is to be taken up again later. */
export const LEFT = 'left';

/** How a request came to be accepted, which is before any of its work. */
export interface Acceptance {
  readonly ticket: Ticket;
  /** Whether it will be taken up again after a restart. */
  readonly isKept: boolean;
  /** Where others do the work: hands it over, and resolves with how it ended. */
  readonly handOver: (() => Promise<string>) | null;
}

/** A request whose work others are to do: what began here is dropped. */
class HandedOver extends Error {
  override readonly name = 'HandedOver';
}

const TOO_LATE =
  'This was not done within a quarter of an hour, which is as long as Discord lets an answer take: too many ask for too ' +
  'much at the moment. Ask for less, or try again later.';

/** How often the place in line is told to those who are soon called; others wait longer for it to change, too. */
const LINE_EVERY_MS = 5_000;

/** One request and its place, from what is asked to the last word. */
export class Response {
  readonly #place: Place;
  readonly #work: Work;
  readonly #unheard = new AbortController();
  readonly #late = new AbortController();
  readonly #gate = new Gate();
  readonly #live: Live;
  readonly #running: Promise<Answer>;
  readonly #signal: AbortSignal;

  /** Begins at once, as far as it gets without the lab, files and memory. */
  constructor(ask: () => Invocation, place: Place, work: Work) {
    this.#place = place;
    this.#work = work;
    this.#signal = AbortSignal.any([work.signal, work.superseded, this.#unheard.signal, this.#late.signal]);
    this.#live = new Live(this.#view(), work.progressEveryMs);
    const { commands, lab, memory, demos, missed, reference, enough } = work;
    const context = {
      ...this.#gate.guarded({ lab, memory, find: (name) => work.find(name, this.#signal) }),
      ...{ demos, missed, enough },
      signal: this.#signal,
      progress: (share: number, words: string) => this.#live.report(share, words),
      show: (part: Reply) => this.#live.show(part),
    };
    this.#running = answer(commands, ask, context, reference).then(work.amended);
  }

  /**
   * Answers, and rejects only where Discord cannot be told anything. Returns how it ended.
   * @param accept is asked unless it could be answered at once. A word instead is how it ends, and nothing is said.
   */
  async give(accept: () => Promise<Acceptance | Refusal | string>): Promise<string> {
    // A mistake in the options, or words that need no work, are there within one turn of the event loop: said at once,
    // a mistake is private from the start. Anything that needs the lab takes longer and is deferred.
    const early = await Promise.race([this.#running, nextTurn(null)]);
    if (early !== null && early.reply.pictures.length + early.reply.files.length === 0) return this.#atOnce(early);
    const acceptance = await accept();
    if (typeof acceptance === 'string') {
      this.#gate.close(new HandedOver());
      return acceptance;
    }
    if ('refused' in acceptance) {
      this.#gate.close(new HandedOver());
      await this.#atOnce({ outcome: 'mistake', reply: say(acceptance.refused, { private: true }) });
      return 'refused';
    }
    try {
      await this.#place.acknowledge();
    } catch (error) {
      this.#unheard.abort(error);
      this.#gate.close(error);
      throw error;
    }
    return this.#inTime(() => this.#inTurn(acceptance));
  }

  /** The same for what a process that is gone had accepted. 'lost' where nobody can be told. */
  resume(acceptance: Acceptance): Promise<string> {
    return this.#inTime(() => this.#resumed(acceptance));
  }

  async #resumed({ ticket, isKept, handOver }: Acceptance): Promise<string> {
    if (handOver !== null) {
      // Others may be at it already: what stands there is theirs to change.
      await this.#called(ticket);
      this.#work.begins();
      const outcome = await this.#elsewhere(handOver);
      if (outcome !== null) return outcome;
    }
    if (await this.#place.resume()) return this.#inTurn({ ticket, isKept, handOver: null });
    this.#gate.close(new HandedOver());
    return 'lost';
  }

  /** Gives up while there is still time to say so. */
  async #inTime(give: () => Promise<string>): Promise<string> {
    const { untilLateMs } = this.#work;
    const giveUp = () => this.#late.abort(new UserError(TOO_LATE));
    const late = setTimeout(giveUp, untilLateMs);
    if (untilLateMs <= 0) giveUp();
    try {
      return await give();
    } finally {
      clearTimeout(late);
    }
  }

  async #inTurn({ ticket, isKept, handOver }: Acceptance): Promise<string> {
    this.#live.start();
    await this.#turnOf(ticket);
    this.#work.begins();
    if (handOver !== null && !this.#signal.aborted) {
      const outcome = await this.#elsewhere(handOver);
      if (outcome !== null) return outcome;
    }
    this.#gate.open();
    const answered = await this.#running;
    if (isKept && answered.outcome === 'stopped' && this.#work.signal.aborted) return this.#leaveForLater();
    const final = whole({ ...answered, reply: await withOnePicture(answered.reply, this.#work.lab, this.#work.log) });
    await this.#live.end();
    this.#logFailure(final);
    if (this.#work.superseded.aborted) await this.#place.leave();
    else await this.#shown(final.reply, () => this.#place.deliver(final));
    await this.#work.answered(final);
    return final.outcome;
  }

  /** Null where the others cannot be told of it: then it is done here. */
  async #elsewhere(handOver: () => Promise<string>): Promise<string | null> {
    await this.#live.rest();
    try {
      const outcome = await handOver();
      this.#gate.close(new HandedOver());
      await this.#live.end();
      return outcome;
    } catch (error) {
      this.#work.log.warn({ err: error, reference: this.#work.reference }, 'nobody else can do it: it is done here');
      return null;
    }
  }

  /** Waits, and tells how long the line is, until it is its turn or not wanted any more. */
  async #turnOf(ticket: Ticket): Promise<void> {
    if (ticket.place === 0) return;
    let telling: NodeJS.Timeout | undefined;
    const tell = () => {
      const { place } = ticket;
      this.#live.say(inLine(place));
      telling = setTimeout(tell, LINE_EVERY_MS * Math.min(6, Math.max(1, place / 5)));
    };
    tell();
    await this.#called(ticket);
    clearTimeout(telling);
  }

  async #called(ticket: Ticket): Promise<void> {
    const unwanted = Promise.withResolvers<void>();
    const giveUp = () => unwanted.resolve();
    this.#signal.addEventListener('abort', giveUp);
    if (this.#signal.aborted) giveUp();
    await Promise.race([ticket.turn, unwanted.promise]);
    // A signal made of others is never let go while somebody listens to it.
    this.#signal.removeEventListener('abort', giveUp);
  }

  /** Whoever takes it up again finds it as it is. */
  async #leaveForLater(): Promise<typeof LEFT> {
    await this.#live.end();
    await this.#place.showProgress(RESTARTING).catch((error) => this.#work.log.warn({ err: error }, 'not told'));
    return LEFT;
  }

  async #atOnce(early: Answer): Promise<string> {
    this.#logFailure(early);
    await this.#shown(early.reply, () => this.#place.replyAtOnce(whole(early)));
    await this.#work.answered(early);
    return early.outcome;
  }

  /** In the place of what is superseded nothing is shown. Once it is shown, a press may well supersede it at once. */
  async #shown(reply: Reply, show: () => Promise<void>): Promise<void> {
    const isLate = this.#work.superseded.aborted;
    await show();
    if (!isLate) this.#work.meter.shown(reply);
  }

  #view() {
    const { lab, log } = this.#work;
    const worked = (edit: Promise<void>) =>
      edit.then(
        () => true,
        (error: unknown) => {
          if (isLost(error) || isForbidden(error)) this.#unheard.abort(error);
          else log.warn({ err: error }, 'progress was not shown');
          return false;
        },
      );
    return {
      part: (part: Reply, line: string | null) =>
        worked(withOnePicture(part, lab, log).then((one) => this.#shown(one, () => this.#place.show(one, line)))),
      line: (line: string) => worked(this.#place.showProgress(line)),
    };
  }

  #logFailure(given: Answer): void {
    if (given.outcome !== 'broken') return;
    this.#work.log.error({ reference: given.reference, err: given.error }, 'something broke');
  }
}

/** What is finished cannot be stopped. */
function whole<Given extends Answer>(given: Given): Given {
  return given.reply.stoppable === true ? { ...given, reply: { ...given.reply, stoppable: false } } : given;
}
