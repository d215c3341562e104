import type { AutocompleteInteraction } from 'discord.js';
import type { Command } from '../chat/command.ts';
import { type Suggestion, traitsOf } from '../chat/options.ts';
import { typedInvocation } from './invocation.ts';

const MOST = 25;
const MAX_LENGTH = 100;

/** What is offered under the option being typed; nothing for an option that does not suggest. */
export function suggestions(
  commands: readonly Command[],
  interaction: AutocompleteInteraction,
): { readonly name: string; readonly value: string }[] {
  const { name: focused, value: typed } = interaction.options.getFocused(true);
  const { command: name, options } = typedInvocation(interaction);
  const schema = commands.find((command) => command.name === name)?.options.shape[focused];
  const suggest = schema === undefined ? undefined : traitsOf(schema).suggest;
  if (suggest === undefined) return [];
  const { [focused]: _, ...others } = options;
  return suggest(String(typed), others)
    .filter(fits)
    .slice(0, MOST)
    .map(({ label, value }) => ({ name: label, value }));
}

/** Discord refuses all of a list for one entry that is too long. */
function fits({ label, value }: Suggestion): boolean {
  return label !== '' && value !== '' && label.length <= MAX_LENGTH && value.length <= MAX_LENGTH;
}
