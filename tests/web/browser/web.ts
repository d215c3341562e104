import type { Command } from '../../../src/chat/command.ts';
import type { WatchedLab } from '../../../src/lab/index.ts';
import { openLog } from '../../../src/log.ts';
import { openWeb } from '../../../src/web/server.ts';
import { withoutLab } from '../../chat/no-lab.ts';
import { WITHOUT_LIMITS } from '../app-under-test.ts';

export interface TestWeb extends AsyncDisposable {
  readonly address: string;
  /** The log's warnings so far, and what is worse. */
  readonly trouble: () => string[];
}

const noLab: WatchedLab = { ...withoutLab().lab, state: () => ({ workers: 0, busy: 0, waiting: 0 }) };

/** The real server, on a free port. Of commands that need no lab it has none. */
export async function startWeb(commands: readonly Command[], lab = noLab): Promise<TestWeb> {
  const trouble: string[] = [];
  const web = await openWeb({
    settings: { host: '127.0.0.1', port: 0, page: true },
    ...{ commands, lab },
    missed: () => {},
    log: openLog({ level: 'warn', to: { write: (line: string) => void trouble.push(line) } }),
    rates: WITHOUT_LIMITS,
  });
  return {
    address: web.address,
    trouble: () => trouble,
    [Symbol.asyncDispose]: () => web.stop({ finishMs: 0, farewellMs: 0 }),
  };
}
