import { type Client, Events } from 'discord.js';
import type { GatewayState } from '../metrics/gateway-state.ts';
import type { Meters } from '../metrics/meters.ts';

/**
 * Keeps the state up to date with the client's connection. One that was lost counts as made again once it works,
 * however often that was tried, and whether it is taken up where it was or begun anew.
 */
export function followGateway(client: Client, gateway: GatewayState, meters: Meters): void {
  const opened = () => {
    if (gateway.opened()) meters.reconnected();
  };
  client.on(Events.ShardReady, opened);
  client.on(Events.ShardResume, opened);
  client.on(Events.ShardReconnecting, () => gateway.closed());
  client.on(Events.ShardDisconnect, () => gateway.lost());
}
