import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answer, answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { NO_MEMORY } from '../chat/memory.ts';
import type { Reply } from '../chat/reply.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import type { RequestMeter } from '../metrics/meters.ts';
import { Live } from './live.ts';
import { withOnePicture } from './one-picture.ts';
import type { Place } from './place.ts';
import { isForbidden, isLost } from './refusals.ts';

export interface Work {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  /** Aborts when the work should stop. */
  readonly signal: AbortSignal;
  /** Aborts when something newer is to stand in the place of the answer. */
  readonly superseded: AbortSignal;
  /** Aborts when whoever asked has seen enough. */
  readonly enough: AbortSignal;
  /** Reads a file that came with the request. */
  readonly open: (name: string, signal: AbortSignal) => Promise<Uint8Array>;
  /** What is given in the place of an answer. */
  readonly amended: (answer: Answer) => Answer;
  readonly progressEveryMs: number;
  /** Hears when something of the answer is shown. */
  readonly meter: RequestMeter;
}

/** Runs what was asked for and shows the answer at its place. Rejects only where Discord cannot be told anything. */
export async function respond(ask: () => Invocation, place: Place, work: Work, log: Log): Promise<Answer['outcome']> {
  const unheard = new AbortController();
  const signal = AbortSignal.any([work.signal, work.superseded, unheard.signal]);
  const worked = (edit: Promise<void>) =>
    edit.then(
      () => true,
      (error: unknown) => {
        if (isLost(error) || isForbidden(error)) unheard.abort(error);
        else log.warn({ err: error }, 'progress was not shown');
        return false;
      },
    );
  // In the place of what is superseded nothing is shown. Once it is shown, a press of its buttons may well supersede it
  // before Discord has said so.
  const metered = async (reply: Reply, show: () => Promise<void>) => {
    const isLate = work.superseded.aborted;
    await show();
    if (!isLate) work.meter.shown(reply);
  };
  const view = {
    part: (part: Reply, line: string | null) =>
      worked(withOnePicture(part, work.lab, log).then((one) => metered(one, () => place.show(one, line)))),
    line: (line: string) => worked(place.showProgress(line)),
  };
  const live = new Live(view, work.progressEveryMs);
  const running = answer(work.commands, ask, {
    lab: work.lab,
    signal,
    enough: work.enough,
    open: (name) => work.open(name, signal),
    progress: (share, words) => live.report(share, words),
    show: (part) => live.show(part),
    missed: work.missed,
    memory: NO_MEMORY,
  });
  const amended = running.then(work.amended);
  // A mistake in the options, or words that need no work, are there within one turn of the event loop: said at once,
  // a mistake is private from the start. Anything that needs the lab takes longer and is deferred.
  const early = await Promise.race([amended, nextTurn(null)]);
  if (early !== null && early.reply.pictures.length + early.reply.files.length === 0) {
    logFailure(early, log);
    await metered(early.reply, () => place.replyAtOnce(whole(early)));
    return early.outcome;
  }
  try {
    await place.acknowledge();
  } catch (error) {
    unheard.abort(error);
    throw error;
  }
  live.start();
  const answered = await amended;
  const final = whole({ ...answered, reply: await withOnePicture(answered.reply, work.lab, log) });
  await live.end();
  logFailure(final, log);
  if (work.superseded.aborted) await place.leave();
  else await metered(final.reply, () => place.deliver(final));
  return final.outcome;
}

/** What is finished cannot be stopped. */
function whole<Given extends Answer>(given: Given): Given {
  return given.reply.stoppable === true ? { ...given, reply: { ...given.reply, stoppable: false } } : given;
}

function logFailure(given: Answer, log: Log): void {
  if (given.outcome === 'broken') log.error({ reference: given.reference, err: given.error }, 'something broke');
}
