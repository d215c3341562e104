import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lineOf } from './job.ts';
import { LineProcess } from './line-process.ts';
import type { Contender } from './race.ts';

const folder = fileURLToPath(new URL('./tfjs/', import.meta.url));

/** TensorFlow.js lives in a folder of its own, and is installed there when it is first raced. */
export function hasTfjs(): boolean {
  if (existsSync(`${folder}node_modules`)) return true;
  return spawnSync('npm', ['ci', '--prefix', folder], { stdio: 'inherit' }).status === 0;
}

export function startTfjs(backend: 'wasm' | 'cpu'): LineProcess {
  return new LineProcess(process.execPath, [`${folder}train.js`, backend]);
}

/** Its numbers are float32: it has no other. */
export function tfjsOn(backend: 'wasm' | 'cpu', started: LineProcess): Contender {
  return { name: `tfjs ${backend}, float32`, run: (job) => started.ask(lineOf(job)) };
}
