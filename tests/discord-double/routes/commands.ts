import type { RESTPostAPIApplicationCommandsJSONBody as CommandBody } from 'discord-api-types/v10';
import { commandBreaches, commandListBreaches } from '../checks/command-limits.ts';
import type { Commands } from '../commands.ts';
import { unknownApplication, unknownCommand, unknownGuild } from '../refusal.ts';
import { type Call, created, noContent, ok, type Route } from '../rest/router.ts';
import type { World } from '../world.ts';

/** Registering commands, everywhere and in one guild. */
export function commandRoutes(world: World, commands: Commands): Route[] {
  return ['/applications/:app/commands', '/applications/:app/guilds/:guild/commands'].flatMap((list): Route[] => {
    const one = `${list}/:command`;
    const common = { needsBot: true };

    const scopeOf = ({ params }: Call): string | undefined => {
      if (params.app !== world.applicationId) throw unknownApplication();
      if (params.guild !== undefined && params.guild !== world.guildId) throw unknownGuild();
      return params.guild;
    };
    const commandOf = (call: Call) => {
      const command = commands.get(call.params.command ?? '', scopeOf(call));
      if (!command) throw unknownCommand();
      return command;
    };

    return [
      { ...common, method: 'GET', template: list, handle: (call) => ok(commands.list(scopeOf(call))) },
      {
        ...common,
        method: 'PUT',
        template: list,
        limits: commandListBreaches,
        handle: (call) => ok(commands.replaceAll(call.body as CommandBody[], scopeOf(call))),
      },
      {
        ...common,
        method: 'POST',
        template: list,
        limits: (body) => commandBreaches(body),
        handle: (call) => {
          const { command, isNew } = commands.upsert(call.body as CommandBody, scopeOf(call));
          return isNew ? created(command) : ok(command);
        },
      },
      { ...common, method: 'GET', template: one, handle: (call) => ok(commandOf(call)) },
      {
        ...common,
        method: 'PATCH',
        template: one,
        limits: (body) => commandBreaches(body, '', true),
        handle: (call) => ok(commands.edit(commandOf(call), call.body as Partial<CommandBody>, scopeOf(call))),
      },
      {
        ...common,
        method: 'DELETE',
        template: one,
        handle: (call) => {
          commands.delete(commandOf(call).id, scopeOf(call));
          return noContent();
        },
      },
    ];
  });
}
