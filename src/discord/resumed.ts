import type { APIMessage } from 'discord.js';
import type { Callback } from './callback.ts';
import type { Standing } from './message.ts';
import { withoutProgress } from './progress-words.ts';
import { isAcknowledgedAlready, isLost } from './refusals.ts';
import { type ButtonRow, withoutStop } from './stop-button.ts';

/**
 * What stands where an interaction is answered, whose process is gone. It may have gone just before it acknowledged:
 * then that is done now, if there is still time. Null where nothing can be said any more.
 */
export async function resumed(callback: Callback, acknowledge: () => Promise<void>): Promise<APIMessage | null> {
  return (await standing(callback)) ?? ((await inTime(acknowledge)) ? standing(callback) : null);
}

/** What stands there without the signs of work: how far it is, and the button that stops it. */
export function undressed({ content, components }: APIMessage): Required<Standing> {
  const rows = (components ?? []) as ButtonRow[];
  return { content: withoutProgress(content), components: withoutStop(rows) ?? rows };
}

async function standing(callback: Callback): Promise<APIMessage | null> {
  try {
    return await callback.standing();
  } catch (error) {
    if (isLost(error)) return null;
    throw error;
  }
}

async function inTime(acknowledge: () => Promise<void>): Promise<boolean> {
  try {
    await acknowledge();
    return true;
  } catch (error) {
    if (isLost(error) || isAcknowledgedAlready(error)) return false;
    throw error;
  }
}
