import type { Answer } from '../chat/answer.ts';
import { type Invocation, MAX_CUSTOM_ID, writeCustomId } from '../chat/invocation.ts';

/** Discord forgets what was typed into a form: below a mistake in it, it can be opened again as it was left. */
export function withForm(given: Answer, typed: Invocation): Answer {
  const fits = writeCustomId(typed, { opensForm: true }).length <= MAX_CUSTOM_ID;
  if (given.outcome !== 'mistake' || !fits) return given;
  return { ...given, reply: { ...given.reply, buttons: [{ label: 'Change…', sends: typed, opensForm: true }] } };
}
