import { InteractionResponseType, InteractionType } from 'discord-api-types/v10';
import type { UploadedFile } from '../messages.ts';
import type { Breach } from '../refusal.ts';
import { Breaches, isFields, listOf } from './breaches.ts';
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
      breaches.atMost('data.components', listOf(data.components), 5);
      return breaches.found;
    default:
      return breaches.found;
  }
}
