import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Command, Context } from '../chat/command.ts';
import type { WatchedLab } from '../lab/index.ts';
import type { Log } from '../log.ts';
import type { WebSettings } from '../settings.ts';
import { createApp } from './app.ts';
import { Requests } from './requests.ts';
import { WebStartError } from './start-error.ts';

export interface WebOptions {
  readonly settings: WebSettings;
  readonly commands: readonly Command[];
  readonly lab: WatchedLab;
  readonly missed: Context['missed'];
  readonly log: Log;
}

/** The server, listening. */
export interface Web {
  /** Where it is, such as `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Takes nothing new and ends what is open. */
  stop(): Promise<void>;
}

/** Serves the page. Throws WebStartError where it cannot listen. */
export async function openWeb({ settings, ...house }: WebOptions): Promise<Web> {
  const { host, port } = settings;
  const requests = new Requests(house);
  const app = createApp({ commands: house.commands, requests });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new WebStartError(`PORT ${port} cannot be used: ${error.message}`, { cause: error });
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    stop: async () => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
