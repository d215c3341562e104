import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Snowflakes } from './snowflakes.ts';

/** The commands registered everywhere (scope undefined) and in single guilds. */
export class Commands {
  readonly #snowflakes: Snowflakes;
  readonly #applicationId: string;
  readonly #byScope = new Map<string | undefined, APIApplicationCommand[]>();

  constructor(snowflakes: Snowflakes, applicationId: string) {
    this.#snowflakes = snowflakes;
    this.#applicationId = applicationId;
  }

  list(scope?: string): readonly APIApplicationCommand[] {
    return this.#byScope.get(scope) ?? [];
  }

  /** What a person in this guild (or in a DM: undefined) would run by this name: the guild's own comes first. */
  find(name: string, type: ApplicationCommandType, guildId?: string): APIApplicationCommand | undefined {
    const visible = [...(guildId === undefined ? [] : this.list(guildId)), ...this.list()];
    return visible.find((command) => command.name === name && command.type === type);
  }

  get(id: string, scope?: string): APIApplicationCommand | undefined {
    return this.list(scope).find((command) => command.id === id);
  }

  replaceAll(bodies: readonly RESTPostAPIApplicationCommandsJSONBody[], scope?: string) {
    const before = this.list(scope);
    const after = bodies.map((body) => this.#make(body, before, scope));
    this.#byScope.set(scope, after);
    return after;
  }

  /** Adds one, or replaces the one of the same name and type, keeping its id. */
  upsert(
    body: RESTPostAPIApplicationCommandsJSONBody,
    scope?: string,
  ): { command: APIApplicationCommand; isNew: boolean } {
    const before = this.list(scope);
    const command = this.#make(body, before, scope);
    const others = before.filter(({ id }) => id !== command.id);
    this.#byScope.set(scope, [...others, command]);
    return { command, isNew: others.length === before.length };
  }

  edit(command: APIApplicationCommand, body: Partial<RESTPostAPIApplicationCommandsJSONBody>, scope?: string) {
    const after = { ...command, ...body, version: this.#snowflakes.next() } as APIApplicationCommand;
    this.#byScope.set(
      scope,
      this.list(scope).map((other) => (other.id === command.id ? after : other)),
    );
    return after;
  }

  delete(id: string, scope?: string): boolean {
    const before = this.list(scope);
    const after = before.filter((command) => command.id !== id);
    this.#byScope.set(scope, after);
    return after.length < before.length;
  }

  #make(
    body: RESTPostAPIApplicationCommandsJSONBody,
    before: readonly APIApplicationCommand[],
    scope?: string,
  ): APIApplicationCommand {
    const type = body.type ?? ApplicationCommandType.ChatInput;
    const same = before.find((command) => command.name === body.name && command.type === type);
    return {
      nsfw: false,
      description: '',
      contexts: scope === undefined ? [0, 1, 2] : null,
      integration_types: [0],
      ...body,
      // It takes a number and gives it back as a text.
      default_member_permissions:
        body.default_member_permissions == null ? null : String(body.default_member_permissions),
      id: same?.id ?? this.#snowflakes.next(),
      application_id: this.#applicationId,
      version: this.#snowflakes.next(),
      type,
      ...(scope === undefined ? {} : { guild_id: scope }),
    } as APIApplicationCommand;
  }
}
