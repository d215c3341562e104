import type { AutocompleteInteraction, ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { type Invocation, parseCustomId } from '../chat/invocation.ts';

type Typed = Pick<ChatInputCommandInteraction | AutocompleteInteraction, 'commandName' | 'options'>;

/** A slash command as everything else knows it: options as raw text. Discord's types are a hint to people, no check. */
export function typedInvocation({ commandName, options }: Typed): Invocation {
  const given = options.data.filter(({ value }) => value !== undefined);
  return { command: commandName, options: Object.fromEntries(given.map(({ name, value }) => [name, String(value)])) };
}

/** What a button sends, or a stranger who pretends to press one. */
export function pressedInvocation({ customId }: ButtonInteraction): Invocation {
  return parseCustomId(customId);
}

/** Whether an invocation asks to be answered in private. It must be known before the options are checked. */
export function wantsPrivacy({ options: { private: wanted } }: Invocation): boolean {
  return wanted === 'true';
}
