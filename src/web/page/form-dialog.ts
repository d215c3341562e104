import type { CommandInfo, OptionInfo, ShownButton } from '../protocol.ts';
import { element } from './elements.ts';

type Sends = ShownButton['sends'];
type Field = HTMLInputElement | HTMLSelectElement;

export interface FormOptions {
  readonly command: CommandInfo;
  /** What the form is filled in with. What has no field in it goes on as it is. */
  readonly sends: Sends;
  /** Where the focus returns. */
  readonly opener: HTMLElement;
  readonly submit: (sends: Sends) => void;
}

/** Opens the form of a command, as Discord shows it: an emptied field is left out. Gone once it is closed. */
export function openForm({ command, sends, opener, submit }: FormOptions): void {
  const fields = fieldsOf(command).map(
    (option) => [option, fieldOf(option, sends.options[option.name] ?? '')] as const,
  );
  const title = element('h2', { id: 'form-title' }, `Change /${command.name}`);
  const cancel = element('button', { type: 'button', className: 'button' }, 'Cancel');
  const form = element(
    'form',
    {},
    title,
    ...fields.map(([option, field]) => labelled(option, field)),
    element('div', { className: 'buttons' }, element('button', { className: 'button first' }, 'Run'), cancel),
  );
  const dialog = element('dialog', { className: 'form' }, form);
  dialog.setAttribute('aria-labelledby', title.id);
  cancel.onclick = () => dialog.close();
  form.onsubmit = (event) => {
    event.preventDefault();
    dialog.close();
    submit({ ...sends, options: filledIn(sends.options, fields) });
  };
  dialog.onclose = () => {
    dialog.remove();
    opener.focus({ preventScroll: true });
  };
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.[1].focus();
}

/** The options in a command's form. A file cannot be typed, and stays what the button says. */
export function fieldsOf({ form, options }: CommandInfo): OptionInfo[] {
  const named = form.flatMap((name) => options.find((option) => option.name === name) ?? []);
  return named.filter(({ kind }) => kind !== 'attachment');
}

function filledIn(options: Sends['options'], fields: readonly (readonly [OptionInfo, Field])[]): Sends['options'] {
  const names = fields.map(([{ name }]) => name);
  const typed = fields.map(([{ name }, { value }]) => [name, value.trim()] as const).filter(([, text]) => text !== '');
  const others = Object.entries(options).filter(([name]) => !names.includes(name));
  // As they stood on the button, and what is new behind them.
  const order = Object.keys(options);
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries([...others, ...typed].sort(([one], [other]) => place(one) - place(other)));
}

function labelled({ name, description, required }: OptionInfo, field: Field): HTMLElement {
  const help = element('p', { id: `form-${name}-help` }, description);
  Object.assign(field, { id: `form-${name}`, required });
  field.setAttribute('aria-describedby', help.id);
  return element('div', { className: 'field' }, element('label', { htmlFor: field.id }, name), help, field);
}

function fieldOf({ kind, choices, usual, required }: OptionInfo, text: string): Field {
  const asUsual = usual === null ? 'as usual' : `as usual: ${usual}`;
  if (choices === null) {
    const placeholder = required ? '' : asUsual;
    const keyboard = kind === 'integer' ? 'numeric' : 'text';
    return element('input', { value: text, placeholder, autocomplete: 'off', spellcheck: false, inputMode: keyboard });
  }
  const select = element('select');
  if (!required) select.append(new Option(asUsual, ''));
  select.append(...choices.map((choice) => new Option(choice, choice)));
  select.value = chosen(kind, choices, text);
  return select;
}

/** Which of them a text means: a button says true where people say yes. None is as usual. */
function chosen(kind: OptionInfo['kind'], choices: readonly string[], text: string): string {
  const word = text.trim().toLowerCase();
  const meant = kind === 'boolean' ? ({ true: 'yes', false: 'no' }[word] ?? word) : word;
  return choices.find((choice) => choice.toLowerCase() === meant) ?? '';
}
