import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Command } from '../chat/command.ts';
import type { Work } from '../requests/boss-crew.ts';
import { fencedRest, fencedStore } from '../requests/fence.ts';
import { RETENTION } from '../store/store.ts';
import { Answering, type AnsweringOptions } from './answering.ts';
import { type Order, readOrder } from './order.ts';
import { LEFT } from './respond.ts';
import type { Run } from './running.ts';

/** It is not brought to an end here: others may. */
class GivenBackError extends Error {
  override readonly name = 'GivenBackError';
}

/** What ended as often as this without an answer is not tried again: it may be what the process died of. */
const MOST_TRIES = 6;
const PAUSE_MS = 1_000;

/**
 * Answers a request that any process accepted, in the place of that one. Resolves with how it ended once it is not kept
 * any more; rejects where others are to do it.
 */
export async function answerTaken(work: Work, options: Omit<AnsweringOptions, 'crew'>): Promise<string> {
  const { id, claim, before } = work;
  const { log, signal } = options;
  if (signal.aborted) throw new GivenBackError('leaving');
  const kept = await options.store.requests.get(id);
  if (kept === null) return 'known';
  const order = readOrder(kept.body);
  const ageMs = Date.now() - kept.acceptedAt;
  if (order === null || ageMs > RETENTION.request) {
    const why = order === null ? 'another version wrote it' : 'it is too old to be answered';
    log.warn({ ...(order && { reference: order.reference }), ageMs, why }, 'an accepted request is dropped');
    await options.store.requests.answered(id);
    return 'dropped';
  }
  if (before > 0) log.warn({ reference: order.reference, before }, 'a request is taken up that others did not end');
  const answering = new Answering({
    ...options,
    crew: null,
    commands: before < MOST_TRIES ? options.commands : options.commands.map(notAgain),
    rest: fencedRest(options.rest, claim),
    webhooks: fencedRest(options.webhooks, claim),
    store: fencedStore(options.store, claim),
    signal: AbortSignal.any([signal, claim]),
  });
  const outcome = await ended(answering, work, kept, order);
  if (claim.aborted || outcome === LEFT) throw new GivenBackError(outcome);
  // It is answered, whatever becomes of the database meanwhile: nobody is to answer it again.
  await pRetry(() => options.store.requests.answered(id), { retries: 60, minTimeout: 250, maxTimeout: 1_000 });
  return outcome;
}

async function ended(
  answering: Answering,
  { claim, enough, superseded }: Work,
  kept: Parameters<Answering['resume']>[0],
  order: Order,
): Promise<string> {
  const run: Run = {
    enough,
    superseded,
    words: { clean: order.target.kind === 'in place' ? order.target.clean : '' },
    turn: null,
    end: () => {},
  };
  const ticket = { place: 0, turn: Promise.resolve(), onMoved: () => {}, leave: () => {} };
  try {
    return await answering.resume(kept, order, { ticket, handOver: null }, run);
  } catch (error) {
    if (claim.aborted) throw new GivenBackError('somebody else has it');
    // As where it was accepted: who cannot be told is not told again and again.
    answering.options.log.error({ err: error, reference: order.reference }, 'a request could not be answered');
    await delay(PAUSE_MS);
    return 'undelivered';
  }
}

function notAgain(command: Command): Command {
  return {
    ...command,
    run: () => Promise.reject(new Error(`it was begun ${MOST_TRIES} times and never brought to an end`)),
  };
}
