import { setTimeout as delay } from 'node:timers/promises';
import { USUAL_SETTINGS } from '../chat/memory.ts';
import { type KeptRequest, RETENTION } from '../store/store.ts';
import type { Answering } from './answering.ts';
import { keptAsker, type Order, readOrder, replyNames } from './order.ts';
import type { OpenRequests } from './requests.ts';
import type { Run } from './running.ts';

/** What ended as often as this without an answer is not tried again: it may be what the process died of. */
const MOST_TRIES = 20;

export interface ResumingOptions {
  readonly answering: Answering;
  readonly requests: OpenRequests;
  /** Whether this process answers for a server, or, where that is null, for conversations of two. */
  readonly isMine: (server: string | null) => boolean;
  readonly signal: AbortSignal;
  readonly retryMs?: number;
}

/** Takes up what was accepted before this process began and is not answered yet. Resolves once all of it is taken up. */
export async function resumeAll(options: ResumingOptions): Promise<void> {
  const { isMine, answering, requests } = options;
  const mine = (await unanswered(options)).filter(({ id, server }) => !answering.isOwn(id) && isMine(server));
  const readable = mine.flatMap((kept) => takeable(kept, options));
  // Of several presses of one message's buttons the last counts.
  const newest = new Map(readable.flatMap(({ kept, order }) => replyNames(order).map((name) => [name, kept])));
  for (const { kept, order } of readable) {
    const run = replyNames(order).every((name) => newest.get(name) === kept) ? answering.beginAgain(order) : null;
    if (run !== null) {
      resume(kept, order, run, options);
    } else {
      answering.options.log.info(
        { reference: order.reference },
        'something newer takes the place of an accepted request',
      );
      requests.track(answering.forget(kept.id));
    }
  }
}

/** An accepted request that can be taken up; none for one that is dropped. */
function takeable(kept: KeptRequest, { answering, requests }: ResumingOptions) {
  const order = readOrder(kept.body);
  const ageMs = Date.now() - kept.acceptedAt;
  if (order !== null && ageMs <= RETENTION.request) return [{ kept, order }];
  const why = order === null ? 'another version wrote it' : 'it is too old to be answered';
  answering.options.log.warn(
    { ...(order && { reference: order.reference }), ageMs, why },
    'an accepted request is dropped',
  );
  requests.track(answering.forget(kept.id));
  return [];
}

/** Asks for as long as it takes: what is remembered may be away just now. */
async function unanswered({ answering, signal, retryMs = 5_000 }: ResumingOptions): Promise<readonly KeptRequest[]> {
  const { store, log } = answering.options;
  while (!signal.aborted) {
    try {
      return await store.requests.unanswered();
    } catch (error) {
      log.warn({ err: error, waitMs: retryMs }, 'what was accepted before cannot be read: waiting');
      await delay(retryMs, undefined, { signal }).catch(() => {});
    }
  }
  return [];
}

function resume(kept: KeptRequest, order: Order, run: Run, { answering, requests }: ResumingOptions): void {
  const { log, turnstile, crew } = answering.options;
  const { person, server } = keptAsker(order.asker);
  const ticket = turnstile.enter({ person, server: server?.id ?? null }, USUAL_SETTINGS, { always: true });
  if ('refused' in ticket) throw new Error('a request that was accepted before is always let in');
  const handOver = crew === null ? null : answering.handOver(crew, order.id, run, true);
  const tries = Number(kept.notes['tries'] ?? 0);
  const ask = () => {
    if (tries < MOST_TRIES) return order.ask;
    throw new Error(`the bot ended ${tries} times while it was at this`);
  };
  const resumed = answering
    .note(kept.id, { tries: tries + 1 })
    .then(() => answering.resume(kept, { ...order, ask }, { ticket, handOver }, run));
  requests.track(
    resumed.then(
      () => {},
      (error) => log.error({ err: error, reference: order.reference }, 'an accepted request could not be answered'),
    ),
  );
}
