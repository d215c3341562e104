import { type APIButtonComponentWithCustomId, type APIUser, ComponentType } from 'discord-api-types/v10';
import type { SeenMessage } from '../messages.ts';
import { isPrivate } from '../rest/replies.ts';
import { ImpossibleError } from './impossible.ts';

interface Wanted {
  readonly customId: string | undefined;
  readonly label: string | undefined;
  readonly forged: boolean;
}

/** What pressing the button sends, if this person can see it and press it. */
export function pressable(message: SeenMessage, by: APIUser, { customId, label, forged }: Wanted) {
  const asker = message.interaction_metadata?.user.id;
  if (isPrivate(message) && asker !== undefined && asker !== by.id) {
    throw new ImpossibleError(`a private message for ${asker} is not seen by ${by.username}`);
  }
  if (forged && customId !== undefined) return { id: 1, custom_id: customId };
  const buttons = buttonsOf(message);
  const button = buttons.find((each) =>
    customId === undefined ? 'label' in each && each.label === label : each.custom_id === customId,
  );
  if (!button) {
    const list = buttons.map((each) => `${'label' in each ? each.label : ''} (${each.custom_id})`).join(', ');
    throw new ImpossibleError(`there is no button ${customId ?? label}; there are: ${list || 'none'}`);
  }
  if (button.disabled) throw new ImpossibleError(`the button ${button.custom_id} is disabled`);
  return { id: button.id, custom_id: button.custom_id };
}

function buttonsOf(message: SeenMessage): APIButtonComponentWithCustomId[] {
  const inside = (component: object): object[] => {
    const nested = 'components' in component && Array.isArray(component.components) ? component.components : [];
    return [component, ...nested.flatMap(inside)];
  };
  return (message.components ?? [])
    .flatMap(inside)
    .filter((component): component is APIButtonComponentWithCustomId => 'custom_id' in component)
    .filter(({ type }) => type === ComponentType.Button);
}
