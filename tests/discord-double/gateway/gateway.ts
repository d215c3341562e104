import type { Server } from 'node:http';
import { GatewayOpcodes as Op } from 'discord-api-types/v10';
import { WebSocketServer } from 'ws';
import type { Bulletin, Patience } from '../bulletin.ts';
import { Connections, type GatewayEvent, type GatewayOptions } from './connections.ts';
import type { Session } from './session.ts';

/** The WebSocket side, and its ways of going wrong. */
export class Gateway {
  readonly #bulletin: Bulletin;
  readonly #server: WebSocketServer;
  readonly #connections: Connections;
  /** Turns whoever connects away, as one that is overloaded or being restarted does. */
  isAway = false;

  constructor(http: Server, options: Omit<GatewayOptions, 'url'>) {
    this.#bulletin = options.bulletin;
    this.#server = new WebSocketServer({
      server: http,
      path: '/gateway',
      verifyClient: (_, decide) => decide(!this.isAway, 503),
    });
    this.#connections = new Connections({ ...options, url: () => this.url });
    this.#server.on('connection', (socket, request) => {
      this.#connections.accept(socket, new URL(request.url ?? '/', 'http://loopback').searchParams);
    });
  }

  get url(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address ? `ws://127.0.0.1:${address.port}/gateway` : '';
  }

  /** All that was seen of clients' connections. */
  get events(): readonly GatewayEvent[] {
    return this.#connections.events;
  }

  get sessions(): readonly Session[] {
    return [...this.#connections.sessions.values()];
  }

  /** Told to a client in its next hello. */
  set heartbeatIntervalMs(ms: number) {
    this.#connections.heartbeatIntervalMs = ms;
  }

  /** How long READY lets a client wait after identifying. */
  set readyDelayMs(ms: number) {
    this.#connections.readyDelayMs = ms;
  }

  /** Sends to every session that listens for this; returns to how many, those waiting to resume included. */
  dispatch(t: string, d: unknown, { guildId, intent = 0 }: { guildId?: string; intent?: number } = {}): number {
    const listening = this.sessions.filter((session) => session.isFor(guildId) && session.hears(intent));
    for (const session of listening) session.dispatch(t, d);
    return listening.length;
  }

  /** Resolves when this has happened `times` times in all. */
  seen(
    type: GatewayEvent['type'],
    { times = 1, ...patience }: { times?: number } & Patience = {},
  ): Promise<GatewayEvent> {
    return this.#bulletin.until(
      () => this.events.filter((event) => event.type === type)[times - 1],
      () => `no ${type} number ${times} at the gateway; seen: ${this.events.map((event) => event.type).join(', ')}`,
      patience,
    );
  }

  /** How often this has happened so far. */
  count(type: GatewayEvent['type']): number {
    return this.events.filter((event) => event.type === type).length;
  }

  /** Cuts the connection with no close frame, as a failing network does. The session can be resumed. */
  drop(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  /** Closes the connection with this code. */
  close(code: number, reason = ''): void {
    for (const socket of this.#server.clients) socket.close(code, reason);
  }

  /** Tells clients to reconnect and resume (op 7). */
  reconnect(): void {
    this.#toAll({ op: Op.Reconnect, d: null });
  }

  /** Tells clients their session is invalid (op 9); unless it is resumable it is forgotten here. */
  invalidSession(resumable: boolean): void {
    for (const session of this.sessions) session.socket = undefined;
    if (!resumable) this.#connections.sessions.clear();
    this.#toAll({ op: Op.InvalidSession, d: resumable });
  }

  /** Forgets all sessions without a word: the next resume is answered with op 9. */
  forgetSessions(): void {
    this.#connections.sessions.clear();
  }

  /** Asks for a heartbeat at once (op 1). */
  requestHeartbeat(): void {
    this.#toAll({ op: Op.Heartbeat, d: null });
  }

  /** Stops, or begins again, to acknowledge heartbeats. */
  loseHeartbeatAcks(lose = true): void {
    this.#connections.losesHeartbeatAcks = lose;
  }

  /** On the next resume, repeats this many dispatches that the client already has. */
  repeatOnResume(count: number): void {
    this.#connections.repeatOnResume = count;
  }

  shutDown(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #toAll(payload: object): void {
    for (const socket of this.#server.clients) socket.send(JSON.stringify(payload));
  }
}
