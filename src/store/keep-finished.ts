import type { Answer } from '../chat/answer.ts';
import { type Invocation, writeLink } from '../chat/invocation.ts';
import type { Asker, Store } from './store.ts';

/**
 * Keeps what an answer says is to be remembered, for its asker. Never rejects: whoever asked has their answer, and
 * `onFailure` hears why it was not kept.
 */
export async function keepFinished(
  store: Pick<Store, 'keep'>,
  asker: Asker,
  asked: Invocation,
  { outcome, reply: { finished } }: Answer,
  onFailure: (error: unknown) => void,
): Promise<void> {
  if (outcome !== 'answered' || finished === undefined) return;
  await store.keep(asker, { ...finished, link: writeLink(asked) }).catch(onFailure);
}
