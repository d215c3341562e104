import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Job, lineOf } from './job.ts';
import { LineProcess } from './line-process.ts';
import type { Contender } from './race.ts';

const PYTHON = '/usr/bin/python3';

export function hasTorch(): boolean {
  return spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
}

export function startTorch(): LineProcess {
  return new LineProcess(PYTHON, [fileURLToPath(new URL('./torch_train.py', import.meta.url))]);
}

/** PyTorch with as many threads as suit the job best: 1 or 2, tried once each. */
export async function fastestTorch(job: Job, python: LineProcess): Promise<Contender> {
  const short: Job = { ...job, experiment: { ...job.experiment, steps: 200 } };
  const tried: { contender: Contender; ms: number }[] = [];
  for (const threads of [1, 2]) {
    const contender = torchWith(threads, python);
    await contender.run(short); // its threads start
    tried.push({ contender, ms: (await contender.run(short)).ms });
  }
  return tried[0]!.ms <= tried[1]!.ms ? tried[0]!.contender : tried[1]!.contender;
}

function torchWith(threads: number, python: LineProcess): Contender {
  const name = `PyTorch, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { name, run: (job) => python.ask({ ...lineOf(job), threads }) };
}
