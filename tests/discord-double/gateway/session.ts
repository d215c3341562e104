import { GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';

interface Sent {
  readonly s: number;
  readonly t: string;
  readonly d: unknown;
}

/** One identified client: all that was dispatched to it, so that it can be told again what it missed. */
export class Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  socket: WebSocket | undefined;
  #sequence = 0;
  readonly #sent: Sent[] = [];

  constructor(id: string, intents: number, shard: readonly [number, number], socket: WebSocket) {
    this.id = id;
    this.intents = intents;
    this.shard = shard;
    this.socket = socket;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Sends it now, or keeps it for the resume. */
  dispatch(t: string, d: unknown): void {
    this.#sequence += 1;
    const sent: Sent = { s: this.#sequence, t, d };
    this.#sent.push(sent);
    this.#send(sent);
  }

  /** Sends again all after this sequence number. */
  replayAfter(sequence: number): void {
    for (const sent of this.#sent) if (sent.s > sequence) this.#send(sent);
  }

  #send(sent: Sent): void {
    this.socket?.send(JSON.stringify({ op: GatewayOpcodes.Dispatch, ...sent }));
  }

  hears(intent: number): boolean {
    return intent === 0 || (this.intents & intent) !== 0;
  }

  /** Discord's rule for which shard a guild is on; what happens outside guilds goes to shard 0. */
  isFor(guildId: string | undefined): boolean {
    const [id, count] = this.shard;
    return id === (guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)));
  }
}
