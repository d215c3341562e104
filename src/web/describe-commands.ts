import packageFile from '../../package.json' with { type: 'json' };
import type { Command } from '../chat/command.ts';
import { FIRST_MESSAGES } from '../chat/first-messages.ts';
import { isRequired, traitsOf } from '../chat/options.ts';
import type { CommandInfo, Commands, OptionInfo } from './protocol.ts';

/** The commands as the page knows them, made from their one schema. */
export function describeCommands(commands: readonly Command[]): Commands {
  return { commands: commands.map(describe), first: FIRST_MESSAGES, version: packageFile.version };
}

function describe({ name, description, options, form = [] }: Command): CommandInfo {
  return {
    name,
    description,
    form,
    options: Object.entries(options.shape).map(([each, schema]) => option(each, schema)),
  };
}

function option(name: string, schema: Command['options']['shape'][string]): OptionInfo {
  const { kind, description, choices, min, max } = traitsOf(schema);
  return {
    name,
    description,
    kind,
    required: isRequired(schema),
    choices: kind === 'boolean' ? ['yes', 'no'] : (choices ?? null),
    usual: null,
    min: min ?? null,
    max: max ?? null,
  };
}
