import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Command, Context } from '../chat/command.ts';
import type { WatchedLab } from '../lab/index.ts';
import type { Log } from '../log.ts';
import type { WebSettings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { createApp } from './app.ts';
import type { ObservedOptions } from './observed.ts';
import type { Rates } from './rate-limits.ts';
import { type LeaveLimits, Requests } from './requests.ts';
import { whyNotThere } from './start-error.ts';

export interface WebOptions {
  readonly settings: WebSettings;
  readonly commands: readonly Command[];
  readonly lab: WatchedLab;
  readonly missed: Context['missed'];
  /** Without it nothing is remembered. */
  readonly store?: Store;
  readonly log: Log;
  /** What /healthz and /metrics tell; without it there are neither. */
  readonly observed?: Omit<ObservedOptions, 'lab'>;
  readonly rates?: Rates;
}

/** The server, listening. */
export interface Web {
  /** Where it can be opened on this machine, such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Whether it listens on every address of this machine, where others find it by the machine's name. */
  readonly isOpenToOthers: boolean;
  /** Takes nothing new, lets what runs finish and be fetched for a while, and closes every connection. */
  stop(limits?: LeaveLimits): Promise<void>;
}

const LEAVE_LIMITS: LeaveLimits = { finishMs: 5_000, farewellMs: 1_000 };

/** How long a connection on which something is still said may live after that. */
const LAST_WORD_MS = 500;

/** Serves the page, and what tells how it is; or the latter alone. Throws WebStartError where it cannot listen. */
export async function openWeb({ settings, observed, rates, ...house }: WebOptions): Promise<Web> {
  const { commands, lab, log, store } = house;
  const requests = new Requests({ ...house, ...(observed && { meters: observed.metrics }) });
  const { host, page } = settings;
  const told = observed !== undefined && { observed: { ...observed, lab } };
  const app = createApp({
    commands,
    requests,
    host,
    log,
    page,
    ...told,
    ...(store && { store }),
    ...(rates && { rates }),
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(settings.port, settings.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw whyNotThere(settings, error);
  });
  server.on('error', (error) => log.error({ err: error }, 'the server failed'));
  const { address, port } = server.address() as AddressInfo;
  const isOpenToOthers = ['0.0.0.0', '::'].includes(address);
  return {
    address: `http://${isOpenToOthers ? 'localhost' : inAddress(settings.host)}:${port}`,
    isOpenToOthers,
    stop: async (limits = LEAVE_LIMITS) => {
      await requests.close(limits);
      const closed = once(server, 'close');
      server.close();
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), LAST_WORD_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** An IPv6 address stands in brackets. */
function inAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
