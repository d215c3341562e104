import {
  type GatewayIdentifyData,
  GatewayIntentBits,
  type GatewayResumeData,
  GatewayOpcodes as Op,
} from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import type { Bulletin } from '../bulletin.ts';
import type { Clock } from '../clock.ts';
import { guildCreate } from '../guild.ts';
import type { Problems } from '../problems.ts';
import type { World } from '../world.ts';
import {
  alreadyAuthenticated,
  authenticationFailed,
  Closing,
  checkIdentify,
  decodeError,
  invalidApiVersion,
  invalidSequence,
  notAuthenticated,
  unknownOpcode,
} from './closing.ts';
import { Session } from './session.ts';

export interface GatewayOptions {
  readonly token: string;
  readonly world: World;
  readonly clock: Clock;
  readonly problems: Problems;
  readonly bulletin: Bulletin;
  readonly heartbeatIntervalMs: number;
  /** Privileged intents switched on for the application, as in the developer portal. */
  readonly privilegedIntents: number;
  /** Where clients connect, and resume. */
  readonly url: () => string;
}

/** What was seen of a client's connection. */
export interface GatewayEvent {
  readonly type: 'connect' | 'identify' | 'ready' | 'resume' | 'resumed' | 'heartbeat' | 'presence' | 'close';
  readonly at: number;
  /** Close code, sequence number or presence. */
  readonly detail?: unknown;
}

/** The gateway's side of the protocol: hello, identify, heartbeats and resuming, for every client. */
export class Connections {
  heartbeatIntervalMs: number;
  readyDelayMs = 0;
  losesHeartbeatAcks = false;
  repeatOnResume = 0;
  readonly events: GatewayEvent[] = [];
  readonly sessions = new Map<string, Session>();
  readonly #options: GatewayOptions;
  #nextSession = 1;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.heartbeatIntervalMs = options.heartbeatIntervalMs;
  }

  #note(type: GatewayEvent['type'], detail?: unknown): void {
    this.events.push({ type, at: this.#options.clock.now(), ...(detail === undefined ? {} : { detail }) });
    this.#options.bulletin.announce();
  }

  accept(socket: WebSocket, query: URLSearchParams): void {
    this.#note('connect');
    socket.on('close', (code) => {
      for (const session of this.sessions.values()) if (session.socket === socket) session.socket = undefined;
      this.#note('close', code);
    });
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => orClose(socket, () => this.#received(socket, data)));
    orClose(socket, () => {
      if (query.get('v') !== '10') throw invalidApiVersion();
      if (query.get('encoding') !== 'json' || query.has('compress')) {
        const asked = `encoding ${query.get('encoding')}, compress ${query.get('compress')}`;
        this.#options.problems.record('gateway', `only uncompressed JSON is built in this double, not ${asked}`);
        throw decodeError();
      }
      socket.send(JSON.stringify({ op: Op.Hello, d: { heartbeat_interval: this.heartbeatIntervalMs } }));
    });
  }

  #received(socket: WebSocket, data: RawData): void {
    const { op, d } = decoded(data);
    const session = [...this.sessions.values()].find((candidate) => candidate.socket === socket);
    if (session && (op === Op.Identify || op === Op.Resume)) throw alreadyAuthenticated();
    switch (op) {
      case Op.Heartbeat:
        this.#note('heartbeat', d);
        if (!this.losesHeartbeatAcks) socket.send(JSON.stringify({ op: Op.HeartbeatAck }));
        break;
      case Op.Identify:
        this.#identify(socket, d as GatewayIdentifyData);
        break;
      case Op.Resume:
        this.#resume(socket, d as GatewayResumeData);
        break;
      case Op.PresenceUpdate:
        if (!session) throw notAuthenticated();
        this.#note('presence', d);
        break;
      default:
        this.#options.problems.record('gateway', `opcode ${op} is not built in this double`);
        throw unknownOpcode();
    }
  }

  #identify(socket: WebSocket, data: GatewayIdentifyData): void {
    this.#note('identify');
    checkIdentify(data, this.#options);
    const session = new Session(`session-${this.#nextSession++}`, data.intents, data.shard ?? [0, 1], socket);
    const begin = () => {
      if (socket.readyState === socket.OPEN) this.#ready(session);
    };
    if (this.readyDelayMs > 0) setTimeout(begin, this.readyDelayMs).unref();
    else begin();
  }

  #ready(session: Session): void {
    const { world } = this.#options;
    const guildIds = world.servers.map(([id]) => id).filter((id) => session.isFor(id));
    this.sessions.set(session.id, session);
    session.dispatch('READY', {
      v: 10,
      user: { ...world.bot, verified: true, mfa_enabled: false, email: null },
      guilds: guildIds.map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#options.url(),
      shard: session.shard,
      application: { id: world.applicationId, flags: 0 },
    });
    this.#note('ready');
    if (!session.hears(GatewayIntentBits.Guilds)) return;
    for (const id of guildIds) session.dispatch('GUILD_CREATE', guildCreate(world, id));
  }

  #resume(socket: WebSocket, { token, session_id, seq }: GatewayResumeData): void {
    this.#note('resume', seq);
    if (token !== this.#options.token) throw authenticationFailed();
    const session = this.sessions.get(session_id);
    if (!session) {
      socket.send(JSON.stringify({ op: Op.InvalidSession, d: false }));
      return;
    }
    if (seq > session.sequence) throw invalidSequence();
    session.socket = socket;
    session.replayAfter(seq - this.repeatOnResume);
    this.repeatOnResume = 0;
    session.dispatch('RESUMED', {});
    this.#note('resumed');
  }
}

function decoded(data: RawData): { op: number; d: unknown } {
  try {
    return JSON.parse(String(data)) as { op: number; d: unknown };
  } catch {
    throw decodeError();
  }
}

/** Does it, or closes the connection with the code it throws. */
function orClose(socket: WebSocket, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Closing)) throw error;
    socket.close(error.code, error.message);
  }
}
