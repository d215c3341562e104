import type { Command } from '../../../src/chat/command.ts';
import type { WatchedLab } from '../../../src/lab/index.ts';
import { openLog } from '../../../src/log.ts';
import { openWeb } from '../../../src/web/server.ts';

export interface TestWeb extends AsyncDisposable {
  readonly address: string;
  /** The log's warnings so far, and what is worse. */
  readonly trouble: () => string[];
}

/** The real server, on a free port. */
export async function startWeb(commands: readonly Command[], lab: WatchedLab): Promise<TestWeb> {
  const trouble: string[] = [];
  const web = await openWeb({
    settings: { host: '127.0.0.1', port: 0, page: true },
    ...{ commands, lab },
    missed: () => {},
    log: openLog({ level: 'warn', to: { write: (line: string) => void trouble.push(line) } }),
  });
  return { address: web.address, trouble: () => trouble, [Symbol.asyncDispose]: web.stop };
}
