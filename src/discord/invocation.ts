import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Invocation } from '../chat/invocation.ts';

type Typed = Pick<ChatInputCommandInteraction | AutocompleteInteraction, 'commandName' | 'options'>;

/**
 * A slash command as everything else knows it: options as raw text, a file by its name. Discord's types are a hint to
 * people, no check.
 */
export function typedInvocation({ commandName, options }: Typed): Invocation {
  const given = options.data.filter(({ value }) => value !== undefined);
  const texts = given.map(({ name, value, attachment }) => [name, attachment?.name ?? String(value)]);
  return { command: commandName, options: Object.fromEntries(texts) };
}

/**
 * Whether an invocation asks to be answered in private; null where it does not say. It must be known before the options
 * are checked.
 */
export function wantsPrivacy({ options: { private: wanted } }: Invocation): boolean | null {
  return wanted === undefined ? null : wanted === 'true';
}
