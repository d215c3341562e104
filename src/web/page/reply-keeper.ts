import type { ReplyEvent, ShownReply } from '../protocol.ts';
import type { KeptReply } from './model.ts';

export interface ReplyKeeperOptions {
  /** The bytes at an address; null where they are there no longer. */
  readonly bytes: (url: string) => Promise<Blob | null>;
  /** What is kept of the reply before. */
  readonly before: (id: string) => KeptReply | null;
  readonly kept: (id: string, reply: KeptReply, outcome: ReplyEvent['outcome']) => void;
  /** The end of a request could not be fetched: `whole` has what can be shown of it, without pictures and files. */
  readonly failed: (id: string, whole: KeptReply, outcome: NonNullable<ReplyEvent['outcome']>) => void;
}

/**
 * Fetches the bytes of replies, so that the page has them whatever becomes of the server. Replies may come faster than
 * they are fetched: of each request only the newest is, and one at a time, so that none overtakes a newer one.
 */
export class ReplyKeeper {
  readonly #options: ReplyKeeperOptions;
  readonly #newest = new Map<string, ReplyEvent>();
  readonly #fetching = new Set<string>();

  constructor(options: ReplyKeeperOptions) {
    this.#options = options;
  }

  async take(event: ReplyEvent): Promise<void> {
    const { id } = event;
    this.#newest.set(id, event);
    if (this.#fetching.has(id)) return;
    this.#fetching.add(id);
    for (let next = this.#next(id); next !== undefined; next = this.#next(id)) await this.#keep(next);
    this.#fetching.delete(id);
  }

  #next(id: string): ReplyEvent | undefined {
    const event = this.#newest.get(id);
    this.#newest.delete(id);
    return event;
  }

  async #keep({ id, reply, outcome }: ReplyEvent): Promise<void> {
    const { bytes, before, kept, failed } = this.#options;
    const whole = await keep(reply, before(id), bytes).catch(() => null);
    if (whole !== null) kept(id, whole, outcome);
    else if (outcome !== null && !this.#newest.has(id)) failed(id, { ...reply, pictures: [], files: [] }, outcome);
  }
}

/** The reply with its bytes, or null where some of them are gone. Rejects where they cannot be fetched. */
async function keep(
  reply: ShownReply,
  before: KeptReply | null,
  bytes: ReplyKeeperOptions['bytes'],
): Promise<KeptReply | null> {
  const withBytes = <Shown extends { readonly name: string; readonly url: string }>(
    shown: readonly Shown[],
    old: readonly { readonly name: string; readonly content: Blob }[],
  ) =>
    Promise.all(
      shown.map(async ({ url, ...rest }) => {
        const content = await bytes(url);
        const same = old.find(({ name }) => name === rest.name)?.content;
        return content === null ? null : { ...rest, content: await oldWhereSame(content, same) };
      }),
    );
  const [pictures, files] = await Promise.all([
    withBytes(reply.pictures, before?.pictures ?? []),
    withBytes(reply.files, before?.files ?? []),
  ]);
  if (pictures.includes(null) || files.includes(null)) return null;
  return {
    ...reply,
    pictures: pictures.filter((picture) => picture !== null),
    files: files.filter((file) => file !== null),
  };
}

/** A picture that is the one already shown stays that Blob: nothing has to be drawn again. */
async function oldWhereSame(content: Blob, old: Blob | undefined): Promise<Blob> {
  if (old?.size !== content.size) return content;
  const [now, then] = (await Promise.all([content.arrayBuffer(), old.arrayBuffer()])).map((b) => new Uint8Array(b));
  return now!.every((byte, index) => byte === then![index]) ? old : content;
}
