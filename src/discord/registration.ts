import { isDeepStrictEqual } from 'node:util';
import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { Command } from '../chat/command.ts';
import { type Registration, registrations } from './option-list.ts';
import { type OnWait, type Waits, withRetry } from './retry.ts';
import { DiscordStartError } from './start-error.ts';

export interface RegistrationOptions {
  readonly applicationId: string;
  /** Register in this server alone, where changes show at once; everywhere if null. */
  readonly guild: string | null;
  readonly waits: Waits;
  readonly onWait: OnWait;
}

/**
 * Makes the commands that Discord lists the ones there are. Asks first and writes only when something differs, since
 * writing is limited (200 new commands a day) and shows in people's clients as a flicker.
 */
export async function registerCommands(
  rest: REST,
  commands: readonly Command[],
  { applicationId, guild, waits, onWait }: RegistrationOptions,
): Promise<'unchanged' | 'registered'> {
  const wanted = registrations(commands, guild === null ? 'everywhere' : 'one server');
  const route =
    guild === null ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guild);
  try {
    const listed = await withRetry(() => rest.get(route), waits, onWait);
    if (areRegistered(listed, wanted, guild)) return 'unchanged';
    await withRetry(() => rest.put(route, { body: wanted }), waits, onWait);
    return 'registered';
  } catch (error) {
    if (guild !== null && isUnknownServer(error)) {
      throw new DiscordStartError(
        `DISCORD_GUILD is ${guild}: the bot is not installed in that server. Install it there first, or leave ` +
          'DISCORD_GUILD empty to register the commands everywhere.',
        { cause: error },
      );
    }
    throw error;
  }
}

/** Whether those that Discord lists, everywhere or in this server, are the wanted. */
export function areRegistered(listed: unknown, wanted: readonly Registration[], guild: string | null): boolean {
  return isDeepStrictEqual(comparable(listed, guild), comparable(wanted, guild));
}

function isUnknownServer(error: unknown): boolean {
  const codes: (string | number)[] = [RESTJSONErrorCodes.MissingAccess, RESTJSONErrorCodes.UnknownGuild];
  return error instanceof DiscordAPIError && codes.includes(error.code);
}

type Fields = Readonly<Record<string, unknown>>;

/** What we say of a command, in one form: Discord gives back ids and versions too, and leaves out what is at rest. */
function comparable(list: unknown, guild: string | null): unknown[] {
  return (list as Fields[])
    .map(({ type = 1, name, description = '', options, default_member_permissions, integration_types, contexts }) => ({
      ...{ type, name, description, options: each(options, comparableOption) },
      permissions: default_member_permissions == null ? null : String(default_member_permissions),
      // Discord answers for itself where a server's own commands are offered.
      ...(guild === null && { integrationTypes: sorted(integration_types), contexts: sorted(contexts) }),
    }))
    .sort((a, b) => String(a.name).localeCompare(String(b.name)));
}

function comparableOption({ type, name, description, choices, options, ...rest }: Fields): unknown {
  const { required = false, autocomplete = false, min_value = null, max_value = null } = rest;
  return {
    ...{ type, name, description, required, autocomplete, min_value, max_value },
    choices: each(choices, ({ name, value }) => ({ name, value })),
    options: each(options, comparableOption),
  };
}

function each(list: unknown, of: (fields: Fields) => unknown): unknown[] {
  return ((list ?? []) as Fields[]).map(of);
}

function sorted(numbers: unknown): number[] {
  return [...((numbers ?? []) as number[])].sort((a, b) => a - b);
}
