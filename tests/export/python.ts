import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestContext } from 'vitest';

/** Debian's Python, which is the one that python3-torch is for; or another, to try other versions of torch. */
const PYTHON = process.env['HALFLIFE_PYTHON'] ?? '/usr/bin/python3';

export interface File {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Why the tests that need Python, or torch in it, are skipped; null where it is there. */
export function lackOf(what: 'python' | 'torch'): string | null {
  const { status, error, stderr } = spawnSync(PYTHON, ['-c', what === 'torch' ? 'import torch' : ''], {
    encoding: 'utf8',
  });
  if (status === 0) return null;
  return `scripts are not tried out: ${error?.message ?? `${PYTHON}: ${stderr.trim().split('\n').at(-1)}`}`;
}

/** Skips the running test where something lacks, never silently. */
export function skipWhere(lack: string | null, context: TestContext): void {
  if (lack === null) return;
  console.warn(`skipped: ${lack}`);
  context.skip(lack);
}

/** Runs Python in a folder of its own that holds these files; what it prints, on stderr too. */
export async function runPython(
  command: readonly string[],
  files: readonly File[],
): Promise<{ stdout: string; stderr: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'halflife-export-'));
  try {
    for (const { name, content } of files) await writeFile(join(folder, name), content);
    return await promisify(execFile)(PYTHON, command, { cwd: folder, maxBuffer: 2 ** 26 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs scripts one after the other in one process, for importing torch takes seconds: what each of them prints. */
export async function runScripts(scripts: readonly string[], files: readonly File[]): Promise<string[]> {
  const names = scripts.map((_, index) => `script${index}.py`);
  const { stdout } = await runPython(
    ['-c', RUN_ALL, ...names],
    [...files, ...names.map((name, index) => ({ name, content: scripts[index]! }))],
  );
  return stdout.split(END).slice(0, -1);
}

const END = '=== end of a script\n';
const RUN_ALL = `
import runpy, sys
for name in sys.argv[1:]:
    runpy.run_path(name, run_name="__main__")
    print(${JSON.stringify(END.trim())}, flush=True)
`;
