import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lineOf } from './job.ts';
import { LineProcess } from './line-process.ts';
import type { Contender } from './race.ts';

const PYTHON = '/usr/bin/python3';

export function hasTorch(): boolean {
  return spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
}

export function startTorch(): LineProcess {
  return new LineProcess(PYTHON, [fileURLToPath(new URL('./torch_train.py', import.meta.url))]);
}

export function torchWith(threads: number, python: LineProcess): Contender {
  const name = `PyTorch, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { name, run: (job) => python.ask({ ...lineOf(job), threads }) };
}
