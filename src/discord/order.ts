import { z } from 'zod';

/**
 * What was asked, as it is kept until it is answered: plain data, and all it takes to answer it, after a restart or on
 * another machine. It has the interaction's token in it, which is a password for 15 minutes.
 */
export type Order = z.output<typeof order>;

const interactionKey = z.object({ id: z.string(), token: z.string(), applicationId: z.string() });

const target = z.discriminatedUnion('kind', [
  /** A message of its own, below a slash command or beside a pressed button. */
  z.object({ kind: z.literal('new'), key: interactionKey, hidden: z.boolean(), lead: z.string() }),
  /** The message whose button was pressed; `clean` is what it says without progress. */
  z.object({
    kind: z.literal('in place'),
    key: interactionKey,
    hidden: z.boolean(),
    messageId: z.string(),
    /** What made that message: the id of an interaction, or of the message that it answers. */
    origin: z.string().nullable(),
    clean: z.string(),
  }),
  /** Below a message in its channel. */
  z.object({ kind: z.literal('below'), channelId: z.string(), messageId: z.string() }),
]);

/** Where the reply goes. */
export type Target = z.output<typeof target>;

const asker = z.object({
  id: z.string(),
  server: z.object({ id: z.string(), mayManage: z.boolean() }).nullable(),
});

/** Who asked, by Discord's ids. */
export type Asker = z.output<typeof asker>;

const order = z.object({
  /** Of the interaction, or of the message that spoke to the bot. */
  id: z.string(),
  /** Under which the log has it. */
  reference: z.string(),
  via: z.enum(['command', 'menu', 'mention', 'button', 'form', 'stop', 'page']),
  ask: z.object({ command: z.string(), options: z.record(z.string(), z.string()) }),
  asker,
  target,
  files: z.array(z.object({ name: z.string(), size: z.number(), url: z.string() })),
  /** Whether an answer is to be proved by a run made just now. */
  demos: z.boolean(),
});

/** Null for what another version kept and this one cannot read. */
export function readOrder(body: unknown): Order | null {
  return order.safeParse(body).data ?? null;
}

/** Who asked, as the store knows them. */
export function keptAsker({ id, server }: Asker) {
  return { person: `discord:${id}`, server };
}

/** The reply that a request is to make, or to change, by all its names: two that share one are about the same reply. */
export function replyNames({ id, target }: Order): readonly string[] {
  if (target.kind !== 'in place') return [id];
  return target.origin === null ? [target.messageId] : [target.messageId, target.origin];
}
