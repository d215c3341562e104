import type { Command } from '../chat/command.ts';
import { registrations } from '../discord/option-list.ts';
import { areRegistered } from '../discord/registration.ts';
import { type AskDiscord, DiscordRefusal } from './discord-api.ts';
import { failed, ok, type Told, warning } from './finding.ts';

interface Place {
  readonly applicationId: string;
  /** The server that DISCORD_GUILD names; null for everywhere. */
  readonly guild: string | null;
}

/** Whether Discord lists the commands that there are. */
export async function checkRegistered(
  ask: AskDiscord,
  commands: readonly Command[],
  { applicationId, guild }: Place,
): Promise<Told[]> {
  const everywhere = `/applications/${applicationId}/commands`;
  const inServer = `/applications/${applicationId}/guilds/${guild}/commands`;
  try {
    const listed = (await ask(guild === null ? everywhere : inServer)).body as readonly { readonly name: string }[];
    const told = [compared(listed, commands, guild)];
    if (guild !== null && ((await ask(everywhere)).body as readonly unknown[]).length > 0) {
      told.push(
        warning(
          'commands are registered everywhere, too: in the server of DISCORD_GUILD they show twice',
          'leave DISCORD_GUILD empty, and take the bot off that server and add it again to be rid of the server’s own',
        ),
      );
    }
    return told;
  } catch (error) {
    if (guild === null || !(error instanceof DiscordRefusal) || ![403, 404].includes(error.status ?? 0)) throw error;
    return [
      failed(
        `DISCORD_GUILD is ${guild}: the bot is not installed in that server`,
        'install it there, or leave DISCORD_GUILD empty to register the commands everywhere',
      ),
    ];
  }
}

function compared(
  listed: readonly { readonly name: string }[],
  commands: readonly Command[],
  guild: string | null,
): Told {
  const where = guild === null ? 'everywhere' : 'in the server of DISCORD_GUILD';
  if (listed.length === 0) return warning(`none is registered ${where}`, START);
  const wanted = registrations(commands, guild === null ? 'everywhere' : 'one server');
  if (areRegistered(listed, wanted, guild)) return ok(`all ${wanted.length} are registered ${where}, as they are here`);
  const there = listed.map(({ name }) => name);
  const here = wanted.map(({ name }) => name);
  const missing = here.filter((name) => !there.includes(name));
  const old = there.filter((name) => !here.includes(name));
  const differences = [
    ...(missing.length > 0 ? [`${missing.join(', ')} missing`] : []),
    ...(old.length > 0 ? [`${old.join(', ')} not here any more`] : []),
  ];
  const how = differences.length > 0 ? differences.join('; ') : 'their options, or what describes them';
  return warning(`those registered ${where} differ from those here: ${how}`, START);
}

const START = 'start the bot (npm start): it registers them when they have changed';
