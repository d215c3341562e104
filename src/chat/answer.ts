import { randomBytes } from 'node:crypto';
import { LabClosedError, TimeLimitError } from '../lab/lab.ts';
import { type Command, type Context, commandNamed } from './command.ts';
import type { Invocation } from './invocation.ts';
import { MemoryUnavailableError } from './memory.ts';
import { type Reply, say } from './reply.ts';
import { UserError } from './user-error.ts';

/** How a request ended. Every surface shows the reply; the rest is for logs and exit codes. */
export type Answer =
  | { readonly outcome: 'answered' | 'mistake' | 'stopped' | 'late' | 'unavailable'; readonly reply: Reply }
  | { readonly outcome: 'broken'; readonly reply: Reply; readonly reference: string; readonly error: unknown };

/**
 * Runs what was asked for and never throws: a person's mistake and our own failure both become private replies.
 * A failure of ours carries a reference for the log; the surface logs it with the error.
 */
export async function answer(
  commands: readonly Command[],
  ask: () => Invocation,
  context: Omit<Context, 'commands'>,
  reference = newReference(),
): Promise<Answer> {
  try {
    const invocation = ask();
    const reply = await commandNamed(commands, invocation).run(invocation.options, { ...context, commands });
    return { outcome: 'answered', reply };
  } catch (error) {
    if (error instanceof UserError) return { outcome: 'mistake', reply: say(error.message, { private: true }) };
    // A command that had nothing yet when its asker had seen enough ends as if it had been stopped.
    if (isFromStopping(error, context.signal) || isFromStopping(error, context.enough))
      return { outcome: 'stopped', reply: say('Stopped: nothing was finished.', { private: true }) };
    if (error instanceof TimeLimitError) {
      const text = `That took longer than ${error.seconds} s and was stopped. Fewer steps, seeds or hidden units would fit.`;
      return { outcome: 'late', reply: say(text, { private: true }) };
    }
    if (error instanceof MemoryUnavailableError) {
      const text = 'What I remember cannot be reached at the moment: try again in a minute. Everything else works.';
      return { outcome: 'unavailable', reply: say(text, { private: true }) };
    }
    return brokenAnswer(error, reference);
  }
}

/** Whether it failed because it was stopped, and not of itself while it was being stopped: that would be a bug. */
export function isFromStopping(error: unknown, { aborted, reason }: AbortSignal): boolean {
  const isAbort = error instanceof Error && error.name === 'AbortError';
  return aborted && (error === reason || isAbort || error instanceof LabClosedError);
}

/** A name for one request, short enough to be told to whoever runs the bot. */
export function newReference(): string {
  return randomBytes(2).toString('hex').toUpperCase();
}

/** The answer to a failure of ours: an apology that names the reference under which the log has the error. */
export function brokenAnswer(error: unknown, reference = newReference()): Extract<Answer, { outcome: 'broken' }> {
  const text = `Something broke on our side, reference ${reference}: whoever runs this bot can find out by it what went wrong.`;
  return { outcome: 'broken', reply: say(text, { private: true }), reference, error };
}
