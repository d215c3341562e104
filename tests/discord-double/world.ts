import {
  type APIDMChannel,
  type APIGuildMember,
  type APITextChannel,
  type APIUser,
  type ChannelFlags,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  type GuildMemberFlags,
  type GuildSystemChannelFlags,
  type RoleFlags,
  type UserFlags,
} from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import type { Snowflakes } from './snowflakes.ts';

/** View and send in channels, use commands, attach files, embed links, read history, external emoji. */
const EVERYDAY_PERMISSIONS = (
  (1n << 10n) |
  (1n << 11n) |
  (1n << 14n) |
  (1n << 15n) |
  (1n << 16n) |
  (1n << 31n)
).toString();

/** The API's types have no name for a bit field with nothing set. */
const NO_FLAGS: number = 0;

/** The people and places: one application with its bot, one server with one text channel, and a DM with each person. */
export class World {
  readonly applicationId: string;
  readonly bot: APIUser;
  readonly guildId: string;
  readonly channelId: string;
  readonly joinedAt: string;
  readonly permissions = EVERYDAY_PERMISSIONS;
  readonly #snowflakes: Snowflakes;
  readonly #people = new Map<string, APIUser>();
  readonly #dms = new Map<string, APIDMChannel>();

  constructor(snowflakes: Snowflakes, clock: Clock) {
    this.#snowflakes = snowflakes;
    // A bot's user id and its application id are the same for every application made since 2016.
    this.applicationId = snowflakes.next();
    this.bot = { ...newUser(this.applicationId, 'double'), bot: true };
    this.guildId = snowflakes.next();
    this.channelId = snowflakes.next();
    this.joinedAt = new Date(clock.now()).toISOString();
  }

  /** The person of this name, always the same one. */
  person(name: string): APIUser {
    let user = this.#people.get(name);
    if (!user) {
      user = newUser(this.#snowflakes.next(), name);
      this.#people.set(name, user);
    }
    return user;
  }

  user(id: string): APIUser | undefined {
    return id === this.bot.id ? this.bot : [...this.#people.values()].find((user) => user.id === id);
  }

  member(): Omit<APIGuildMember, 'user'> {
    return {
      avatar: null,
      banner: null,
      communication_disabled_until: null,
      deaf: false,
      flags: NO_FLAGS as GuildMemberFlags,
      joined_at: this.joinedAt,
      mute: false,
      nick: null,
      pending: false,
      premium_since: null,
      roles: [],
    };
  }

  textChannel(): APITextChannel {
    return {
      id: this.channelId,
      type: ChannelType.GuildText,
      guild_id: this.guildId,
      name: 'general',
      position: 0,
      flags: NO_FLAGS as ChannelFlags,
      nsfw: false,
      parent_id: null,
      permission_overwrites: [],
      rate_limit_per_user: 0,
      topic: null,
      last_message_id: null,
    };
  }

  dm(user: APIUser): APIDMChannel {
    let channel = this.#dms.get(user.id);
    if (!channel) {
      channel = {
        id: this.#snowflakes.next(),
        type: ChannelType.DM,
        flags: NO_FLAGS as ChannelFlags,
        last_message_id: null,
        name: null,
        recipients: [user],
      };
      this.#dms.set(user.id, channel);
    }
    return channel;
  }

  channel(id: string): APITextChannel | APIDMChannel | undefined {
    return id === this.channelId ? this.textChannel() : [...this.#dms.values()].find((channel) => channel.id === id);
  }

  /** What GUILD_CREATE carries. Without the privileged member intent it lists only the bot itself. */
  guildCreate(): GatewayGuildCreateDispatchData {
    return {
      id: this.guildId,
      name: 'Loopback',
      icon: null,
      splash: null,
      discovery_splash: null,
      banner: null,
      description: null,
      owner_id: this.person('owner').id,
      afk_channel_id: null,
      afk_timeout: 300,
      application_id: null,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      features: [],
      hub_type: null,
      incidents_data: null,
      max_members: 500_000,
      max_video_channel_users: 25,
      mfa_level: 0,
      nsfw_level: 0,
      preferred_locale: 'en-US' as GatewayGuildCreateDispatchData['preferred_locale'],
      premium_progress_bar_enabled: false,
      premium_tier: 0,
      public_updates_channel_id: null,
      region: 'rotterdam',
      rules_channel_id: null,
      safety_alerts_channel_id: null,
      system_channel_flags: NO_FLAGS as GuildSystemChannelFlags,
      system_channel_id: null,
      vanity_url_code: null,
      verification_level: 0,
      emojis: [],
      stickers: [],
      roles: [
        {
          id: this.guildId,
          name: '@everyone',
          color: 0,
          colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
          hoist: false,
          icon: null,
          unicode_emoji: null,
          position: 0,
          permissions: this.permissions,
          managed: false,
          mentionable: false,
          flags: NO_FLAGS as RoleFlags,
        },
      ],
      joined_at: this.joinedAt,
      large: false,
      unavailable: false,
      member_count: 2,
      voice_states: [],
      members: [{ ...this.member(), user: this.bot }],
      channels: [this.textChannel()],
      threads: [],
      presences: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
    };
  }
}

function newUser(id: string, name: string): APIUser {
  return {
    id,
    username: name,
    discriminator: '0',
    global_name: name,
    avatar: null,
    public_flags: NO_FLAGS as UserFlags,
  };
}
