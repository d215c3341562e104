import { InteractionResponseType, InteractionType } from 'discord-api-types/v10';
import type { UploadedFile } from '../messages.ts';
import type { Breach } from '../refusal.ts';
import { Breaches, type Fields, isFields, listOf } from './breaches.ts';
import { messageBreaches } from './message-limits.ts';

/** Which acknowledgements each kind of interaction may be given. */
const ALLOWED: Readonly<Record<number, readonly InteractionResponseType[]>> = {
  [InteractionType.ApplicationCommand]: [4, 5, 9],
  [InteractionType.ApplicationCommandAutocomplete]: [8],
  [InteractionType.MessageComponent]: [4, 5, 6, 7, 9],
  [InteractionType.ModalSubmit]: [4, 5, 6, 7],
};

export function callbackTypeBreaches(interactionType: InteractionType, type: InteractionResponseType): Breach[] {
  const breaches = new Breaches();
  const allowed = ALLOWED[interactionType] ?? [];
  if (!allowed.includes(type)) {
    const message = `Value ${type} must be one of (${allowed.join(', ')}) for an interaction of type ${interactionType}.`;
    breaches.add('type', 'BASE_TYPE_CHOICES', message);
  }
  return breaches.found;
}

/** What Discord refuses in the acknowledgement of an interaction. */
export function callbackBreaches(body: unknown, files: readonly UploadedFile[]): Breach[] {
  const breaches = new Breaches();
  if (!isFields(body)) return [{ path: '', code: 'DICT_TYPE_CONVERT', message: 'Only dictionaries may be used.' }];
  const data = isFields(body.data) ? body.data : {};
  switch (body.type) {
    case InteractionResponseType.ChannelMessageWithSource:
    case InteractionResponseType.UpdateMessage:
      return messageBreaches(data, files, 'data');
    case InteractionResponseType.ApplicationCommandAutocompleteResult: {
      const choices = listOf(data.choices);
      breaches.atMost('data.choices', choices, 25);
      for (const [n, { name, value }] of choices.entries()) {
        breaches.required(`data.choices.${n}.name`, name);
        breaches.text(`data.choices.${n}.name`, name, { min: 1, max: 100 });
        if (typeof value !== 'number') breaches.text(`data.choices.${n}.value`, value, { min: 1, max: 100 });
      }
      return breaches.found;
    }
    case InteractionResponseType.Modal:
      breaches.required('data.title', data.title);
      breaches.text('data.title', data.title, { max: 45 });
      breaches.required('data.custom_id', data.custom_id);
      breaches.text('data.custom_id', data.custom_id, { max: 100 });
      fields(breaches, 'data.components', listOf(data.components));
      return breaches.found;
    default:
      return breaches.found;
  }
}

/** The fields of a modal, each within its label. */
function fields(breaches: Breaches, path: string, labels: readonly Fields[]): void {
  breaches.atMost(path, labels, 5);
  const customIds = new Set<unknown>();
  for (const [n, { label, description, component }] of labels.entries()) {
    const at = `${path}.${n}`;
    if (!isFields(component)) continue; // an action row, as modals had before labels
    breaches.required(`${at}.label`, label);
    breaches.text(`${at}.label`, label, { max: 45 });
    breaches.text(`${at}.description`, description, { max: 100 });
    breaches.text(`${at}.component.custom_id`, component.custom_id, { min: 1, max: 100 });
    breaches.text(`${at}.component.value`, component.value, { max: 4_000 });
    if (customIds.has(component.custom_id)) {
      const message = 'Component custom id cannot be duplicated';
      breaches.add(`${at}.component.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
    }
    customIds.add(component.custom_id);
  }
}
