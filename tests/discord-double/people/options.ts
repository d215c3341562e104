import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIInteractionDataResolved,
  type APIApplicationCommandInteractionDataOption as DataOption,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import { type Messages, withoutBytes } from '../messages.ts';
import type { World } from '../world.ts';
import { ImpossibleError } from './impossible.ts';

export interface GivenFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

/** What a person types for an option; a user or channel is given by its id. */
export type Given = string | number | boolean | GivenFile;

interface Context {
  readonly world: World;
  readonly messages: Messages;
  readonly channelId: string;
  /** The option being typed when autocomplete asks: it may be unfinished, and others may be missing. */
  readonly focused?: string;
}

export interface Typed {
  readonly options: DataOption[];
  readonly resolved: APIInteractionDataResolved;
}

/**
 * The `options` of an interaction, with the types the command was registered with. Refuses what Discord's app would not
 * let anyone send. `path` is the subcommand, if any: `['start']` or `['group', 'start']`.
 */
export function typedOptions(
  registered: readonly APIApplicationCommandOption[],
  path: readonly string[],
  given: Readonly<Record<string, Given>>,
  context: Context,
): Typed {
  const resolved: APIInteractionDataResolved = {};
  return { options: level(registered, path, given, context, resolved), resolved };
}

function level(
  registered: readonly APIApplicationCommandOption[],
  [step, ...rest]: readonly string[],
  given: Readonly<Record<string, Given>>,
  context: Context,
  resolved: APIInteractionDataResolved,
): DataOption[] {
  if (step !== undefined) {
    const branch = registered.find(({ name }) => name === step);
    if (branch?.type !== Type.Subcommand && branch?.type !== Type.SubcommandGroup) {
      throw new ImpossibleError(`there is no subcommand "${step}"; there are: ${names(registered)}`);
    }
    const options = level(branch.options ?? [], rest, given, context, resolved);
    return [{ name: step, type: branch.type, options } as DataOption];
  }
  const plain = registered.filter((option): option is APIApplicationCommandBasicOption => !isBranch(option));
  if (plain.length < registered.length) throw new ImpossibleError(`name a subcommand: ${names(registered)}`);
  for (const name of Object.keys(given)) {
    if (!plain.some((option) => option.name === name)) {
      throw new ImpossibleError(`there is no option "${name}"; there are: ${names(plain)}`);
    }
  }
  const missing = plain.find(({ name, required }) => required && given[name] === undefined);
  if (missing && context.focused === undefined) throw new ImpossibleError(`the option "${missing.name}" is required`);
  return Object.entries(given).map(([name, value]) => {
    const option = plain.find((candidate) => candidate.name === name) as APIApplicationCommandBasicOption;
    if (name === context.focused) return { name, type: option.type, value, focused: true } as DataOption;
    return { name, type: option.type, value: typedValue(option, value, context, resolved) } as DataOption;
  });
}

function isBranch({ type }: APIApplicationCommandOption): boolean {
  return type === Type.Subcommand || type === Type.SubcommandGroup;
}

function names(options: readonly APIApplicationCommandOption[]): string {
  return options.map(({ name }) => name).join(', ') || 'none';
}

function typedValue(
  option: APIApplicationCommandBasicOption,
  value: Given,
  context: Context,
  resolved: APIInteractionDataResolved,
): string | number | boolean {
  switch (option.type) {
    case Type.String: {
      const text = String(value);
      const { min_length: min = 0, max_length: max = 6_000 } = option;
      if (text.length < min || text.length > max) {
        throw new ImpossibleError(`"${option.name}" takes ${min} to ${max} characters, not ${text.length}`);
      }
      return chosen(option.name, 'choices' in option ? option.choices : undefined, text);
    }
    case Type.Integer:
    case Type.Number: {
      const number = Number(value);
      const { min_value: min = -(2 ** 53), max_value: max = 2 ** 53 } = option;
      const whole = option.type === Type.Number || Number.isInteger(number);
      if (!Number.isFinite(number) || !whole || number < min || number > max) {
        throw new ImpossibleError(`"${option.name}" takes a number from ${min} to ${max}, not ${value}`);
      }
      return chosen(option.name, 'choices' in option ? option.choices : undefined, number);
    }
    case Type.Boolean:
      return value === true || value === 'true' || value === 'True';
    case Type.User: {
      const user = context.world.user(String(value));
      if (!user) throw new ImpossibleError(`"${option.name}": there is no user ${value}`);
      resolved.users = { ...resolved.users, [user.id]: user };
      return user.id;
    }
    case Type.Attachment: {
      if (typeof value !== 'object') throw new ImpossibleError(`"${option.name}" takes a file`);
      const { filename, bytes, contentType = 'application/octet-stream' } = value;
      const attachment = context.messages.store(context.channelId, {
        filename,
        contentType,
        bytes: Buffer.from(bytes),
      });
      resolved.attachments = { ...resolved.attachments, [attachment.id]: withoutBytes(attachment) };
      return attachment.id;
    }
    default:
      throw new ImpossibleError(`options of type ${option.type} ("${option.name}") are not built in this double`);
  }
}

function chosen<T extends string | number>(
  name: string,
  choices: readonly { readonly value: T }[] | undefined,
  value: T,
): T {
  if (choices && choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    const list = choices.map((choice) => choice.value).join(', ');
    throw new ImpossibleError(`"${name}" takes one of ${list}, not ${value}`);
  }
  return value;
}
