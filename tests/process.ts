import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { PATH } = process.env;

/** A real process of this Node, in an empty folder unless one is given, so that nobody's own .env is read. */
export function startProcess(
  script: string,
  variables: Readonly<Record<string, string>>,
  cwd = mkdtempSync(join(tmpdir(), 'halflife-')),
) {
  const child = spawn(process.execPath, [script], { cwd, env: { PATH, ...variables }, stdio: 'pipe' });
  child.stdin.end();
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    cwd,
    stdout: () => stdout,
    stderr: () => stderr,
    closed,
    /** As if the power went. */
    async killed(): Promise<void> {
      child.kill('SIGKILL');
      await closed;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
