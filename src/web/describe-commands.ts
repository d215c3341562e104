import type { Command } from '../chat/command.ts';
import { MAX_FILE_BYTES } from '../chat/file-limit.ts';
import { FIRST_MESSAGES } from '../chat/first-messages.ts';
import { isRequired, traitsOf, usualOf } from '../chat/options.ts';
import type { CommandInfo, Commands, OptionInfo } from './protocol.ts';

type Shape = Command['options']['shape'];
type Schema = Shape[string];

/** The commands as the page knows them, made from their one schema. */
export function describeCommands(commands: readonly Command[]): Commands {
  return { commands: commands.map(describe), first: FIRST_MESSAGES, maxFileBytes: MAX_FILE_BYTES };
}

function describe({ name, description, options: { shape }, form = [] }: Command): CommandInfo {
  const options = Object.entries(shape).map(([each, schema]) => option(each, schema, shape));
  return { name, description, form, options };
}

function option(name: string, schema: Schema, shape: Shape): OptionInfo {
  const { kind, description } = traitsOf(schema);
  return {
    name,
    description,
    kind,
    required: isRequired(schema),
    choices: choicesOf(schema),
    usual: oneUsual(schema, shape),
  };
}

function choicesOf(schema: Schema): readonly string[] | null {
  const { kind, choices } = traitsOf(schema);
  return kind === 'boolean' ? ['yes', 'no'] : (choices ?? null);
}

/** What it is when it is not given, whatever is chosen beside it; null where that makes a difference. */
function oneUsual(schema: Schema, shape: Shape): string | null {
  const usual = usualOf(schema);
  const isSame = Object.entries(shape).every(([name, other]) =>
    (choicesOf(other) ?? []).every((choice) => usualOf(schema, { [name]: choice }) === usual),
  );
  return isSame ? usual : null;
}
