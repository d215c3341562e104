import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Answer, answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { UserError } from '../chat/user-error.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import { withOnePicture } from './one-picture.ts';
import type { Place } from './place.ts';
import { Progress } from './progress.ts';
import { isForbidden, isLost } from './refusals.ts';

export interface Work {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  /** Aborts when the work should stop. */
  readonly signal: AbortSignal;
  readonly progressEveryMs: number;
}

/** Runs what was asked for and shows the answer at its place. Rejects only where Discord cannot be told anything. */
export async function respond(ask: () => Invocation, place: Place, work: Work, log: Log): Promise<Answer['outcome']> {
  const unheard = new AbortController();
  const onFailure = (error: unknown) => {
    if (isLost(error) || isForbidden(error)) unheard.abort(error);
    else log.warn({ err: error }, 'progress was not shown');
  };
  const progress = new Progress((line) => place.showProgress(line).catch(onFailure), work.progressEveryMs);
  const running = answer(work.commands, ask, {
    lab: work.lab,
    signal: AbortSignal.any([work.signal, unheard.signal]),
    enough: new AbortController().signal,
    open: () => Promise.reject(new UserError('files cannot be read here yet')),
    progress: (share, words) => progress.report(share, words),
    show: (reply) =>
      progress.interject(async () => place.show(await withOnePicture(reply, work.lab, log)).catch(onFailure)),
    missed: work.missed,
  });
  // A mistake in the options, or words that need no work, are there within one turn of the event loop: said at once,
  // a mistake is private from the start. Anything that needs the lab takes longer and is deferred.
  const early = await Promise.race([running, nextTurn(null)]);
  if (early !== null && early.reply.pictures.length + early.reply.files.length === 0) {
    logFailure(early, log);
    await place.replyAtOnce(early);
    return early.outcome;
  }
  try {
    await place.acknowledge();
  } catch (error) {
    unheard.abort(error);
    throw error;
  }
  progress.start();
  const answered = await running;
  const final = { ...answered, reply: await withOnePicture(answered.reply, work.lab, log) };
  await progress.end();
  logFailure(final, log);
  await place.deliver(final);
  return final.outcome;
}

function logFailure(given: Answer, log: Log): void {
  if (given.outcome === 'broken') log.error({ reference: given.reference, err: given.error }, 'something broke');
}

/** A command's name for the log; whatever else a stranger wrote in its place is not put there. */
export function loggedName(commands: readonly Command[], { command }: Invocation): string {
  return commands.some(({ name }) => name === command) ? command : 'unknown';
}
