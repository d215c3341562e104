import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { Breach } from '../refusal.ts';
import { Breaches, type Fields, isFields, lengthOf, listOf, under } from './breaches.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_COMMANDS = 100;
/** Names, descriptions and choice values of one command together. */
const MAX_COMMAND_CHARACTERS = 8_000;

/** What Discord refuses in the list of commands that replaces all others. */
export function commandListBreaches(body: unknown): Breach[] {
  const breaches = new Breaches();
  const commands = listOf(body);
  breaches.atMost('', commands, MAX_COMMANDS);
  const seen = new Set<string>();
  for (const [n, command] of commands.entries()) {
    breaches.found.push(...commandBreaches(command, String(n)));
    const key = `${command.type ?? ApplicationCommandType.ChatInput}/${command.name}`;
    if (seen.has(key)) breaches.add(`${n}.name`, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Names must be unique.');
    seen.add(key);
  }
  return breaches.found;
}

/** What Discord refuses in one command. A partial one (a PATCH) is checked for what it has. */
export function commandBreaches(command: unknown, prefix = '', partial = false): Breach[] {
  const breaches = new Breaches();
  if (!isFields(command)) return breaches.found;
  const namePath = under(prefix, 'name');
  if (!(partial && command.name === undefined)) breaches.required(namePath, command.name);
  const type = command.type ?? ApplicationCommandType.ChatInput;
  if (type === ApplicationCommandType.ChatInput) {
    name(breaches, namePath, command.name);
    if (!(partial && command.description === undefined)) description(breaches, prefix, command);
    options(breaches, under(prefix, 'options'), listOf(command.options));
    const characters = charactersOf(command);
    if (characters > MAX_COMMAND_CHARACTERS) {
      const message = `Command exceeds maximum size (${MAX_COMMAND_CHARACTERS}, it has ${characters}).`;
      breaches.add(prefix, 'APPLICATION_COMMAND_TOO_LARGE', message);
    }
  } else {
    breaches.text(namePath, command.name, { min: 1, max: 32 });
    if (command.description) {
      const message = 'Context menu commands cannot have descriptions';
      breaches.add(under(prefix, 'description'), 'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED', message);
    }
  }
  return breaches.found;
}

function name(breaches: Breaches, path: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') return;
  if (!NAME.test(value)) {
    const message = `Command name is invalid: ${JSON.stringify(value)} is not 1 to 32 letters, digits, - or _`;
    breaches.add(path, 'APPLICATION_COMMAND_INVALID_NAME', message);
  } else if (value !== value.toLowerCase()) {
    breaches.add(path, 'APPLICATION_COMMAND_INVALID_NAME', `Command name is invalid: ${value} is not in lower case`);
  }
}

function description(breaches: Breaches, prefix: string, fields: Fields): void {
  const path = under(prefix, 'description');
  breaches.required(path, fields.description);
  breaches.text(path, fields.description, { min: 1, max: 100 });
}

function options(breaches: Breaches, path: string, list: readonly Fields[]): void {
  breaches.atMost(path, list, 25);
  const names = new Set<unknown>();
  let optionalSeen = false;
  for (const [n, option] of list.entries()) {
    const at = under(path, n);
    breaches.required(`${at}.name`, option.name);
    name(breaches, `${at}.name`, option.name);
    description(breaches, at, option);
    if (names.has(option.name)) {
      breaches.add(at, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option names must be unique.');
    }
    names.add(option.name);
    const nested = isNested(option);
    if (option.required === true && optionalSeen) {
      const message = 'Required options must be placed before non-required options';
      breaches.add(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    if (option.required !== true && !nested) optionalSeen = true;
    choices(breaches, at, option);
    if (nested) options(breaches, `${at}.options`, listOf(option.options));
  }
}

function isNested({ type }: Fields): boolean {
  return type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;
}

function choices(breaches: Breaches, path: string, option: Fields): void {
  const list = listOf(option.choices);
  breaches.atMost(`${path}.choices`, list, 25);
  for (const [n, choice] of list.entries()) {
    breaches.required(`${path}.choices.${n}.name`, choice.name);
    breaches.text(`${path}.choices.${n}.name`, choice.name, { min: 1, max: 100 });
    if (typeof choice.value !== 'number') {
      breaches.text(`${path}.choices.${n}.value`, choice.value, { max: 100 });
    }
  }
  if (list.length > 0 && option.autocomplete === true) {
    const message = 'Options with choices cannot have autocomplete';
    breaches.add(path, 'APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES', message);
  }
}

function charactersOf(fields: Fields): number {
  const own = [fields.name, fields.description, fields.value].filter((text) => typeof text === 'string');
  const inside = [...listOf(fields.options), ...listOf(fields.choices)];
  return (
    own.reduce((sum, text) => sum + lengthOf(text), 0) + inside.reduce((sum, child) => sum + charactersOf(child), 0)
  );
}
