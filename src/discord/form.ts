import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  type ModalSubmitInteraction,
  TextInputStyle,
} from 'discord.js';
import type { z } from 'zod';
import { type Command, commandNamed } from '../chat/command.ts';
import { type Invocation, MAX_CUSTOM_ID, parseFormId, writeCustomId } from '../chat/invocation.ts';
import { isRequired, oneOf, traitsOf } from '../chat/options.ts';
import { plainWord } from '../chat/plain-text.ts';
import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

/** What Discord lets people type into one field. */
const MAX_FIELD = 4_000;

type Form = APIModalInteractionResponseCallbackData;
type Field = readonly [name: string, schema: z.ZodType];

/**
 * The form of a command as Discord shows it, filled in. Its id says all that the button said, so that what is submitted
 * can be read after a restart. Throws UserError for a button that somebody else made.
 */
export function formFor(commands: readonly Command[], filled: Invocation): Form {
  const command = commandNamed(commands, filled);
  const id = writeCustomId(filled, { opensForm: true });
  if (id.length > MAX_CUSTOM_ID) {
    throw new UserError(`that button has ${id.length} characters: at most ${MAX_CUSTOM_ID} can be read`);
  }
  return {
    custom_id: id,
    title: `Change /${command.name}`,
    components: fieldsOf(command).map((field) => labelled(field, filled.options[field[0]])),
  };
}

/**
 * What a form asks for: the fields as they were left, an empty one as if it had not been given, and whatever else its
 * button says. Throws UserError for a form that somebody else made.
 */
export function submittedInvocation(
  commands: readonly Command[],
  { customId, fields }: Pick<ModalSubmitInteraction, 'customId' | 'fields'>,
): Invocation {
  const filled = parseFormId(customId);
  if (filled === null) throw new UserError(`there is no form ${quote(customId)}: press the button again`);
  const command = commandNamed(commands, filled);
  const known = fieldsOf(command).map(([name]) => name);
  const options: Record<string, string> = Object.assign(Object.create(null), filled.options);
  for (const [name, field] of fields.fields) {
    if (!known.includes(name)) {
      throw new UserError(`the form of /${command.name} has no field ${quote(name)}: it has ${oneOf(known)}`);
    }
    const text = textOf(field);
    if (text.length > MAX_FIELD) {
      throw new UserError(`${name} has ${text.length} characters: at most ${MAX_FIELD} are read`);
    }
    if (text.trim() === '') delete options[name];
    else options[name] = text;
  }
  return { command: command.name, options };
}

/** A text field has a value, a list the values chosen. */
function textOf(field: object): string {
  if ('value' in field) return String(field.value);
  return 'values' in field && Array.isArray(field.values) ? field.values.join(', ') : '';
}

/** The options in a command's form. A file cannot be typed, and stays what the button says. */
function fieldsOf({ name, form = [], options }: Command): Field[] {
  const fields = form.map((option): Field => [option, options.shape[option]!]);
  const typed = fields.filter(([, schema]) => traitsOf(schema).kind !== 'attachment');
  if (typed.length > 0) return typed;
  throw new UserError(`/${name} has no form: type /${name} and its options instead`);
}

function labelled([name, schema]: Field, value: string | undefined): APILabelComponent {
  const { description } = traitsOf(schema);
  return { type: ComponentType.Label, label: name, description, component: inputFor([name, schema], value) };
}

function inputFor([name, schema]: Field, value = ''): APIComponentInLabel {
  const choices = choicesOf(schema);
  const required = isRequired(schema);
  if (choices === null) {
    const input = { type: ComponentType.TextInput, style: TextInputStyle.Short, custom_id: name, required } as const;
    return { ...input, ...(value !== '' && { value }), ...(!required && { placeholder: 'empty: as usual' }) };
  }
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    options: choices.map((choice) => ({ label: choice, value: choice, default: choice === chosen(schema, value) })),
    placeholder: 'as usual',
    required,
    min_values: required ? 1 : 0,
    max_values: 1,
  };
}

/** The words there are to choose from; null where it is typed. */
function choicesOf(schema: z.ZodType): readonly string[] | null {
  const { kind, choices } = traitsOf(schema);
  return kind === 'boolean' ? ['yes', 'no'] : (choices ?? null);
}

/** Which of them a text means: a button says true where people say yes. */
function chosen(schema: z.ZodType, text: string): string {
  if (traitsOf(schema).kind !== 'boolean') return plainWord(text);
  return { true: 'yes', false: 'no' }[String(schema.safeParse(text).data)] ?? '';
}
