import {
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
} from 'discord-api-types/v10';
import { ImpossibleError } from './impossible.ts';

type Typed = Readonly<Record<string, string>>;

/** What Discord sends of a form that was filled in: what stood in its fields, unless it was changed. */
export function filledIn({ components }: APIModalInteractionResponseCallbackData, values: Typed): object[] {
  const inputs = components.map((component) => {
    const input = component.type === ComponentType.Label ? component.component : undefined;
    if (input?.type === ComponentType.TextInput || input?.type === ComponentType.StringSelect) return input;
    throw new ImpossibleError(`components of type ${component.type} in a form are not built in this double`);
  });
  for (const name of Object.keys(values)) {
    if (inputs.some(({ custom_id }) => custom_id === name)) continue;
    throw new ImpossibleError(`the form has no field ${name}; it has ${inputs.map(({ custom_id }) => custom_id)}`);
  }
  return inputs.map((input, n) => {
    const changed = values[input.custom_id];
    const part = input.type === ComponentType.TextInput ? typed(input, changed) : chosen(input, changed);
    return labelled(n, { type: input.type, custom_id: input.custom_id, ...part });
  });
}

function typed({ custom_id, value, required = true, max_length = 4_000 }: APITextInputComponent, changed?: string) {
  const text = changed ?? value ?? '';
  if (required && text === '') throw new ImpossibleError(`the field ${custom_id} must be filled in`);
  if (text.length > max_length) throw new ImpossibleError(`the field ${custom_id} takes ${max_length} characters`);
  return { value: text };
}

function chosen({ custom_id, options, required = true }: APIStringSelectComponent, changed?: string) {
  const values = options.map(({ value }) => value);
  const standing = options.filter((option) => option.default === true).map(({ value }) => value);
  const wanted = changed === undefined ? standing : [changed].filter((value) => value !== '');
  if (required && wanted.length === 0) throw new ImpossibleError(`one of ${custom_id} must be chosen`);
  const strange = wanted.find((value) => !values.includes(value));
  if (strange !== undefined) throw new ImpossibleError(`${custom_id} takes one of ${values}, not ${strange}`);
  return { values: wanted };
}

/** Fields as nobody checked them: a text is what was typed, a list what was chosen. */
export function fieldsOf(values: Readonly<Record<string, string | readonly string[]>>): object[] {
  return Object.entries(values).map(([custom_id, value], n) =>
    labelled(
      n,
      typeof value === 'string'
        ? { type: ComponentType.TextInput, custom_id, value }
        : { type: ComponentType.StringSelect, custom_id, values: value },
    ),
  );
}

/** Numbered from 1 in reading order, as Discord does. */
function labelled(n: number, component: object): object {
  return { type: ComponentType.Label, id: n * 2 + 1, component: { id: n * 2 + 2, ...component } };
}
