import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = new URL('./main.ts', import.meta.url).pathname;

/** A port that was free a moment ago: for a server that has to come back at the same address. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The bot in a process of its own, serving; it is killed like one whose machine lost its power. */
export async function startProcess(port: number, variables: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'warn', ...variables };
  const child = spawn(process.execPath, [MAIN], { cwd: mkdtempSync(join(tmpdir(), 'halflife-')), env, stdio: 'pipe' });
  const closed = once(child, 'close');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Halflife is at ')) resolve();
      });
    }
    closed.then(() => reject(new Error(`it left instead of serving: ${said}`)), reject);
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await closed;
  };
  return { address: `http://127.0.0.1:${port}`, kill, [Symbol.asyncDispose]: kill };
}
