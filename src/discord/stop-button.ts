import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import { STOP_ID } from '../chat/invocation.ts';

export type ButtonRow = APIActionRowComponent<APIButtonComponent>;

/** On a part of a reply whose work may be ended with what is there. */
export const STOP_BUTTON: APIButtonComponent = {
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label: 'Stop',
  custom_id: STOP_ID,
};

/** Rows of buttons without the one that stops; null where there is none. */
export function withoutStop(rows: readonly ButtonRow[]): ButtonRow[] | null {
  const fewer = rows.map((row) => ({ ...row, components: row.components.filter((button) => !isStop(button)) }));
  if (fewer.every(({ components }, n) => components.length === rows[n]!.components.length)) return null;
  return fewer.filter(({ components }) => components.length > 0);
}

function isStop(button: APIButtonComponent): boolean {
  return 'custom_id' in button && button.custom_id === STOP_ID;
}
