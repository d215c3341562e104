import { type Client, Events } from 'discord.js';
import type { Log } from '../log.ts';

interface Outage {
  readonly since: number;
  tries: number;
  whyIsTold: boolean;
}

/**
 * Tells the log of the gateway's outages: one line when a connection closes, one with why where that is known, and one
 * when it is back. The library tries again twice a second, for hours if need be; those tries are counted.
 */
export function tellOfGateway(client: Client, log: Log): void {
  const outages = new Map<number, Outage>();
  const back = (shard: number) => {
    const outage = outages.get(shard);
    if (outage === undefined) return;
    outages.delete(shard);
    const ms = Math.round(performance.now() - outage.since);
    log.info({ shard, tries: outage.tries, ms }, 'the gateway is back');
  };
  client.on(Events.ShardReconnecting, (shard) => {
    const outage = outages.get(shard) ?? { since: performance.now(), tries: 0, whyIsTold: false };
    if (outage.tries++ > 0) return;
    outages.set(shard, outage);
    log.warn({ shard }, 'the gateway closed: connecting again');
  });
  client.on(Events.ShardError, (error, shard) => {
    const outage = outages.get(shard);
    if (outage?.whyIsTold === true) return;
    if (outage !== undefined) outage.whyIsTold = true;
    log.warn({ err: error, shard }, 'the gateway failed');
  });
  client.on(Events.ShardResume, back);
  client.on(Events.ShardReady, back);
}
