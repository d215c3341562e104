import { setTimeout as delay } from 'node:timers/promises';
import { type Channel, type Interaction, PermissionFlagsBits, type PermissionsBitField, type User } from 'discord.js';
import { type ServerSettings, USUAL_SETTINGS } from '../chat/memory.ts';
import type { Store } from '../store/store.ts';
import type { InteractionKey } from './callback.ts';
import type { Asker } from './order.ts';

/** Discord gives an acknowledgement three seconds: settings that take longer to read are as usual. */
const READ_MS = 500;

/** How the bot behaves in a server; as usual where there is none. */
export async function settingsFor(store: Store, server: string | null): Promise<ServerSettings> {
  if (server === null) return USUAL_SETTINGS;
  const late = new AbortController();
  const waited = delay(READ_MS, USUAL_SETTINGS, { signal: late.signal }).catch(() => USUAL_SETTINGS);
  const settings = await Promise.race([store.settingsOf(server), waited]);
  late.abort();
  return settings;
}

/** Whether a message in this channel, or in a thread of it, is to be answered. */
export function isHeardIn(channel: Channel, { channels }: ServerSettings): boolean {
  if (channels === null || channels.includes(channel.id)) return true;
  return channel.isThread() && channel.parentId !== null && channels.includes(channel.parentId);
}

interface Doing {
  readonly user: User;
  readonly guildId: string | null;
  readonly memberPermissions: Readonly<PermissionsBitField> | null;
}

/** Who does it, and whether the server lets them manage it, as Discord says this very time. */
export function askerOf({ user, guildId, memberPermissions }: Doing): Asker {
  const mayManage = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
  return { id: user.id, server: guildId === null ? null : { id: guildId, mayManage } };
}

export function keyOf({ id, token, applicationId }: Interaction): InteractionKey {
  return { id, token, applicationId };
}
