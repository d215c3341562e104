import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const SAY = new URL('../../src/terminal/say.ts', import.meta.url);
/** The same, which takes its stderr for a terminal: it shows how far the work is. */
export const SAY_AT_TERMINAL = new URL('./say-at-terminal.ts', import.meta.url);
export const SAY_TESTED = new URL('./say-script.ts', import.meta.url);
export const PROMPT_TESTED = new URL('./prompt-script.ts', import.meta.url);

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own for a test, gone afterwards. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'halflife-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

interface Circumstances {
  readonly cwd: string;
  /** Set beside what is set here. */
  readonly env?: Readonly<Record<string, string>>;
  /** May write to its stdin or send it signals; without it, its stdin is empty. */
  readonly meddle?: (child: ChildProcess) => void;
  /** Nobody reads what it prints. */
  readonly unread?: boolean;
}

/** Runs a script as people do, in a folder, without a terminal. */
export async function runScript(
  script: URL,
  args: readonly string[],
  { cwd, env = {}, meddle, unread = false }: Circumstances,
): Promise<Ended> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    cwd,
    env: { ...process.env, ...env },
  });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  meddle?.(child);
  if (meddle === undefined) child.stdin.end();
  if (unread) child.stdout.destroy();
  const [stdout, stderr, code] = await Promise.all([unread ? '' : text(child.stdout), text(child.stderr), exited]);
  return { code, stdout, stderr };
}
