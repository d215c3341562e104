import {
  type APIDMChannel,
  type APIGuildMember,
  type APIPublicThreadChannel,
  type APITextChannel,
  type APIUser,
  type ChannelFlags,
  ChannelType,
  type GuildMemberFlags,
  OverwriteType,
  PermissionFlagsBits,
  ThreadAutoArchiveDuration,
  type UserFlags,
} from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import type { Snowflakes } from './snowflakes.ts';

/** View and send in channels and threads, use commands, attach files, embed links, read history, external emoji. */
const EVERYDAY_PERMISSIONS = (
  (1n << 10n) |
  (1n << 11n) |
  (1n << 14n) |
  (1n << 15n) |
  (1n << 16n) |
  (1n << 31n) |
  (1n << 38n)
).toString();

const MANAGE_GUILD = 1n << 5n;

/** The API's types have no name for a bit field with nothing set. */
export const NO_FLAGS: number = 0;

export type Permission = keyof typeof PermissionFlagsBits;

/** Somewhere to talk. */
export type Channel = APITextChannel | APIPublicThreadChannel | APIDMChannel;

/**
 * The people and places: one application with its bot, one server with one text channel and the threads in it, other
 * servers with a text channel each, and a DM with each person.
 */
export class World {
  readonly applicationId: string;
  readonly bot: APIUser;
  readonly guildId: string;
  readonly channelId: string;
  readonly joinedAt: string;
  /** What everybody may in the server, the bot too, as a bit field. */
  permissions: string = EVERYDAY_PERMISSIONS;
  /** How the application is set up in the developer portal, where it differs from a new one. */
  application: Readonly<Record<string, unknown>> = {};
  /** What GET /gateway/bot says: how many shards, how many at once, and how many more times today a bot may connect. */
  gateway: { shards: number; sessionsLeft: number; atOnce?: number } = { shards: 1, sessionsLeft: 999 };
  readonly #snowflakes: Snowflakes;
  readonly #people = new Map<string, APIUser>();
  readonly #managers = new Set<string>();
  /** What the bot is not allowed in the text channel, and so in its threads. */
  #denied: readonly Permission[] = [];
  /** The text channels of other servers, by the server's name. */
  readonly #elsewhere = new Map<string, APITextChannel>();
  readonly #threads = new Map<string, APIPublicThreadChannel>();
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

  /** A bot other than the one that is tested, always the same one. */
  anotherBot(name: string): APIUser {
    const user = this.person(name);
    user.bot = true;
    return user;
  }

  /** The person of this name, who may manage the server. */
  manager(name: string): APIUser {
    const user = this.person(name);
    this.#managers.add(user.id);
    return user;
  }

  /** What somebody may in the server, as a bit field. */
  permissionsOf({ id }: APIUser): string {
    return String(BigInt(this.permissions) | (this.#managers.has(id) ? MANAGE_GUILD : 0n));
  }

  /** From now on the bot may not do these in the text channel and its threads; clients are not told. */
  deny(...permissions: readonly Permission[]): void {
    this.#denied = permissions;
  }

  /** Whether the bot may do this in a channel. In conversations of two it may do all. */
  mayBot(permission: Permission, { type }: Channel): boolean {
    return type === ChannelType.DM || !this.#denied.includes(permission);
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

  /**
   * The text channel of another server, which is made if there is none of this name, on this shard of so many: on any
   * unless told otherwise.
   */
  elsewhere(name: string, [shard, of]: readonly [number, number] = [0, 1]): APITextChannel {
    let channel = this.#elsewhere.get(name);
    if (!channel) {
      let guild = BigInt(this.#snowflakes.next());
      while ((guild >> 22n) % BigInt(of) !== BigInt(shard)) guild += 1n << 22n;
      channel = { ...this.textChannel(), id: this.#snowflakes.next(), guild_id: String(guild) };
      this.#elsewhere.set(name, channel);
    }
    return channel;
  }

  /** The servers' ids and their text channels. */
  get servers(): readonly (readonly [guildId: string, channel: APITextChannel])[] {
    const channels = [this.textChannel(), ...this.#elsewhere.values()];
    return channels.map((channel) => [channel.guild_id ?? this.guildId, channel]);
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
      permission_overwrites: this.#denied.length === 0 ? [] : [this.#overwrite()],
      rate_limit_per_user: 0,
      topic: null,
      last_message_id: null,
    };
  }

  #overwrite() {
    const deny = this.#denied.reduce((all, name) => all | PermissionFlagsBits[name], 0n);
    return { id: this.bot.id, type: OverwriteType.Member, allow: '0', deny: String(deny) };
  }

  /** Deletes a thread. */
  removeThread({ name }: APIPublicThreadChannel): void {
    this.#threads.delete(name);
  }

  /** The public thread of this name in the text channel; made if there is none. */
  thread(name: string): APIPublicThreadChannel {
    let thread = this.#threads.get(name);
    if (!thread) {
      thread = {
        id: this.#snowflakes.next(),
        type: ChannelType.PublicThread,
        guild_id: this.guildId,
        parent_id: this.channelId,
        owner_id: this.person('owner').id,
        name,
        flags: NO_FLAGS as ChannelFlags,
        rate_limit_per_user: 0,
        last_message_id: null,
        message_count: 0,
        member_count: 1,
        total_message_sent: 0,
        thread_metadata: {
          archived: false,
          auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
          archive_timestamp: this.joinedAt,
          locked: false,
        },
      };
      this.#threads.set(name, thread);
    }
    return thread;
  }

  get threads(): readonly APIPublicThreadChannel[] {
    return [...this.#threads.values()];
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

  channel(id: string): Channel | undefined {
    return [this.textChannel(), ...this.#elsewhere.values(), ...this.#threads.values(), ...this.#dms.values()].find(
      (channel) => channel.id === id,
    );
  }

  /** The server a channel is in; undefined for a DM. */
  guildOf(channelId: string): string | undefined {
    const channel = this.channel(channelId);
    return channel && 'guild_id' in channel ? channel.guild_id : undefined;
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
