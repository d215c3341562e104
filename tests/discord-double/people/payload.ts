import { randomBytes } from 'node:crypto';
import {
  type APIUser,
  ChannelType,
  type GatewayInteractionCreateDispatchData,
  InteractionContextType,
  type InteractionType,
} from 'discord-api-types/v10';
import type { Clock } from '../clock.ts';
import type { InteractionState } from '../interactions.ts';
import type { SeenMessage } from '../messages.ts';
import type { Snowflakes } from '../snowflakes.ts';
import type { Channel, World } from '../world.ts';

export interface Occasion {
  readonly type: InteractionType;
  readonly label: string;
  readonly data: object;
  readonly user: APIUser;
  readonly channel: Channel;
  readonly source?: SeenMessage;
  /** Fields of this kind of interaction only: `message`. */
  readonly extra?: object;
}

/** An interaction as Discord dispatches it, in the server or in a DM with the bot. */
export function newInteraction(
  { type, label, data, user, channel, source, extra }: Occasion,
  { world, snowflakes, clock }: { world: World; snowflakes: Snowflakes; clock: Clock },
): InteractionState {
  const id = snowflakes.next();
  const token = `aW50ZXJhY3Rpb246${id}${randomBytes(24).toString('base64url')}`;
  const guildId = world.guildOf(channel.id);
  const where =
    channel.type === ChannelType.DM
      ? { context: InteractionContextType.BotDM, user, authorizing_integration_owners: { 0: '0' } }
      : {
          context: InteractionContextType.Guild,
          guild_id: guildId,
          guild_locale: 'en-US',
          guild: { id: guildId, locale: 'en-US', features: [] },
          member: { ...world.member(), user, permissions: world.permissionsOf(user) },
          authorizing_integration_owners: { 0: guildId },
        };
  const payload = {
    id,
    application_id: world.applicationId,
    type,
    data,
    token,
    version: 1,
    channel,
    channel_id: channel.id,
    app_permissions: world.permissions,
    locale: 'en-US',
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: 10 * 1024 * 1024,
    ...where,
    ...extra,
  } as unknown as GatewayInteractionCreateDispatchData;
  return {
    id,
    token,
    label,
    user,
    payload,
    createdAt: clock.now(),
    channelId: channel.id,
    ...(source ? { source } : {}),
    expired: false,
    loading: false,
    edits: [],
    followUps: [],
  };
}
