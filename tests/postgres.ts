import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** A PostgreSQL of one's own: its data in a folder made for it, on a port that was free, gone with its disposal. */
export interface Postgres extends AsyncDisposable {
  /** Of an empty database whose owner needs no password. */
  readonly url: string;
  /** Ends it and whoever talks with it. What is in it stays. */
  stop(): Promise<void>;
  /** As a crash would. */
  stopNow(): Promise<void>;
  /** Again, on the same port, with what is in it. */
  start(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Why there is none to be had on this machine; null where there is. */
export function whyNoPostgres(): string | null {
  if (binaries() === null) return "PostgreSQL's initdb and postgres are not installed";
  if (process.getuid?.() === 0 && account() === null) return 'PostgreSQL will not run as root, and nobody else is here';
  return null;
}

export async function startPostgres(): Promise<Postgres> {
  const lack = whyNoPostgres();
  if (lack !== null) throw new Error(lack);
  const bin = binaries()!;
  const as = account();
  const folder = mkdtempSync(join(tmpdir(), 'halflife-postgres-'));
  if (as !== null) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const options = { cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }, ...as };
  const port = await freePort();
  let running: ChildProcess | null = null;

  async function start(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: folder,
      fsync: 'off',
      full_page_writes: 'off',
      shared_buffers: '16MB',
    };
    const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...set], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running = child;
    await ready(child);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  function abandon(): void {
    running?.kill('SIGQUIT');
  }

  async function dispose(): Promise<void> {
    await end('SIGQUIT');
    process.off('exit', abandon);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }

  process.on('exit', abandon);
  try {
    const initdb = ['-D', data, '-U', 'halflife', '-E', 'UTF8', '--auth=trust', '--no-sync', '--no-instructions'];
    await promisify(execFile)(join(bin, 'initdb'), initdb, options);
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url: `postgres://halflife@127.0.0.1:${port}/postgres`,
    stop: () => end('SIGINT'),
    stopNow: () => end('SIGQUIT'),
    start,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Resolves once it takes connections. Rejects, with what it said, where it ends before. */
async function ready(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  let isReady = false;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    if (isReady) return;
    said += text;
    isReady = said.includes('is ready to accept connections');
    if (isReady) resolve();
  });
  child.once('error', reject);
  child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  await promise;
}

function binaries(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...globSync('/usr/lib/postgresql/*/bin')];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)))) ?? null;
}

/** Who it runs as in place of root; null where this is not root. */
function account(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => accounts.find(([each]) => each === name)).find(Boolean);
  return found === undefined ? null : { uid: Number(found[2]), gid: Number(found[3]) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
