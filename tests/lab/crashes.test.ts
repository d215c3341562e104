import { afterEach, expect, test } from 'vitest';
import { labFor, openLab, type WatchedLab, WorkerCrashError } from '../../src/lab/index.ts';
import { short } from './experiments.ts';
import { behaving, openHostileLab, reportsOf } from './hostile-lab.ts';

let lab: WatchedLab;
afterEach(() => lab.close());

test.for(['exit', 'uncaught', 'memory'] as const)(
  'a worker that dies (%s) fails its request loudly, and another takes its place',
  async (manner) => {
    lab = openHostileLab({ workers: 1, memoryMb: 64 });
    const error = await lab.train([behaving(manner)]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(WorkerCrashError);
    expect((error as WorkerCrashError).cause).toBeInstanceOf(Error);
    expect(reportsOf(await lab.train([behaving('report')]))).toHaveLength(1);
  },
);

test("a worker's death leaves other people's work alone", async () => {
  lab = openHostileLab({ workers: 2 });
  const others = lab.train([behaving('nap', 3)]);
  await expect(lab.train([behaving('exit')])).rejects.toBeInstanceOf(WorkerCrashError);
  expect(reportsOf(await others)).toHaveLength(3);
});

test.for(['exit', 'memory'] as const)('those who wait for a worker that dies (%s) get the next one', async (manner) => {
  lab = openHostileLab({ workers: 1, memoryMb: 64 });
  const dying = expect(labFor(lab, 'ann').train([behaving(manner)])).rejects.toBeInstanceOf(WorkerCrashError);
  const waiting = ['ben', 'cem'].map((person) => labFor(lab, person).train([behaving('report', 2)]));
  await dying;
  for (const reports of await Promise.all(waiting)) expect(reportsOf(reports)).toHaveLength(2);
  expect(lab.state()).toMatchObject({ busy: 0, waiting: 0 });
});

test('a request gives up its waiting runs when one of its workers dies', async () => {
  lab = openHostileLab({ workers: 1 });
  await expect(lab.train([behaving('exit'), behaving('nap', 20)])).rejects.toBeInstanceOf(WorkerCrashError);
  expect(reportsOf(await lab.train([behaving('report')]))[0]!.begun).toBe(1);
});

test('workers that cannot start fail every request instead of letting it wait', async () => {
  const told: WorkerCrashError[] = [];
  const worker = new URL('./broken-worker.ts', import.meta.url);
  lab = openLab({ workers: 2, worker, onIdleCrash: (error) => told.push(error) });
  await expect(lab.train([{ ...short, seeds: 5 }])).rejects.toBeInstanceOf(WorkerCrashError);
  await expect(lab.train([short])).rejects.toBeInstanceOf(WorkerCrashError);
  for (const error of told) expect(error.cause).toBeInstanceOf(SyntaxError);
});
