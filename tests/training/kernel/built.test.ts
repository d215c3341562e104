import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const committed = join(root, 'src/training/kernel/kernel.wasm');

it('kernel.wasm is what `npm run kernel` makes of its sources, to the byte', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kernel-'));
  try {
    const built = join(folder, 'kernel.wasm');
    await promisify(execFile)('npm', ['run', '--silent', 'kernel', '--', '--outFile', built], { cwd: root });
    expect((await readFile(built)).equals(await readFile(committed)), 'run `npm run kernel` and commit').toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('it asks for nothing but memory, and keeps its constants below what a run may use', async () => {
  const module = new WebAssembly.Module(await readFile(committed));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  const { exports } = new WebAssembly.Instance(module, { env: { memory: new WebAssembly.Memory({ initial: 1 }) } });
  expect((exports['heapBase'] as WebAssembly.Global<'i32'>).value).toBeLessThanOrEqual(4096);
});
