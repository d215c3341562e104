import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  ApplicationCommandOptionType as Type,
} from 'discord.js';
import type { z } from 'zod';
import type { Command } from '../chat/command.ts';
import { wordsHearer } from '../chat/message.ts';
import { isRequired, traitsOf } from '../chat/options.ts';

/**
 * Discord's app offers it to them alone, unless the server's own settings say otherwise. Discord's description of its API
 * takes a number and answers with a text; the library's types know the text alone.
 */
const MANAGERS = Number(PermissionFlagsBits.ManageGuild) as unknown as string;

export type Registration = RESTPostAPIApplicationCommandsJSONBody;

/** The commands as Discord is to know them, made from their one schema. */
export function registrations(commands: readonly Command[], scope: 'everywhere' | 'one server'): Registration[] {
  // In servers and, taken along by whoever installed it for themselves, anywhere. Discord allows this choice only for
  // commands registered everywhere.
  const where = scope === 'everywhere' && {
    integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  };
  const inServers = scope === 'everywhere' && {
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
  };
  const typed = commands.map(({ name, description, options, for: whom }) => ({
    type: ApplicationCommandType.ChatInput as const,
    name,
    description,
    options: optionList(options.shape),
    ...(whom === 'managers' ? { ...inServers, default_member_permissions: MANAGERS } : where),
  }));
  const hearer = wordsHearer(commands);
  if (hearer === null) return typed;
  return [...typed, { type: ApplicationCommandType.Message as const, name: hearer.menu, ...where }];
}

/** Discord wants the options that must be given before those that may. */
function optionList(shape: Readonly<Record<string, z.ZodType>>): APIApplicationCommandBasicOption[] {
  const list = Object.entries(shape).map(([name, schema]) => oneOption(name, schema));
  return [...list.filter((option) => option.required), ...list.filter((option) => !option.required)];
}

function oneOption(name: string, schema: z.ZodType): APIApplicationCommandBasicOption {
  const { kind, description, choices = [], min, max, suggest, suggestsPast = false } = traitsOf(schema);
  const base = { name, description, required: isRequired(schema) };
  switch (kind) {
    case 'text':
      return { ...base, type: Type.String, autocomplete: suggest !== undefined || suggestsPast };
    case 'integer':
      return {
        ...base,
        type: Type.Integer,
        ...(min !== undefined && { min_value: min }),
        ...(max !== undefined && { max_value: max }),
      };
    case 'attachment':
      return { ...base, type: Type.Attachment };
    case 'boolean':
      return { ...base, type: Type.Boolean };
    case 'choice':
      return { ...base, type: Type.String, choices: choices.map((choice) => ({ name: choice, value: choice })) };
  }
}
