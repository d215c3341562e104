import { afterEach, expect, test } from 'vitest';
import type { ChartSpec } from '../../src/charts/spec.ts';
import { type Lab, labFor, openLab, type WatchedLab } from '../../src/lab/index.ts';
import { chart } from './chart.ts';
import { endless, short } from './experiments.ts';
import { behaving, long, openHostileLab, reportsOf } from './hostile-lab.ts';

/** People beside each other, with real threads: the order in which things end is what tells, not the time. */

let lab: WatchedLab;
afterEach(() => lab.close());

/** The names of these promises in the order they are fulfilled. */
async function orderOf(promises: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(Object.entries(promises).map(([name, promise]) => promise.then(() => order.push(name))));
  return order;
}

/** Starts work that holds so many workers until it is let go. */
function holding(held: Lab, workers: number): { letGo: () => Promise<void> } {
  const abort = new AbortController();
  const work = held.train(Array(workers).fill(long), { signal: abort.signal }).catch(() => {});
  const letGo = async () => {
    abort.abort();
    await work;
  };
  return { letGo };
}

test("many short tasks of one person do not hold up another's", async () => {
  lab = openHostileLab({ workers: 1 });
  const ann = labFor(lab, 'ann').train([behaving('nap', 5)]);
  const ben = labFor(lab, 'ben').train([behaving('nap', 2)]);
  expect(await orderOf({ ann, ben })).toEqual(['ben', 'ann']);
});

test('many requests of one person count no more than one of another', async () => {
  lab = openHostileLab({ workers: 1 });
  const ann = Array.from({ length: 5 }, () => labFor(lab, 'ann').train([behaving('nap')]));
  const ben = labFor(lab, 'ben').train([behaving('nap', 2)]);
  expect(await orderOf({ ann: Promise.all(ann), ben })).toEqual(['ben', 'ann']);
});

test("one person's drawings come in turn with another's", async () => {
  lab = openHostileLab({ workers: 1 });
  const begun = labFor(lab, 'cem').train([behaving('nap')]);
  const ann = Array.from({ length: 6 }, () => labFor(lab, 'ann').draw(chart));
  const ben = labFor(lab, 'ben').draw(chart);
  expect(await orderOf({ ann: ann[2]!, ben })).toEqual(['ben', 'ann']);
  await Promise.all([begun, ...ann]);
});

test("while long tasks hold every worker, others' short ones and drawings are done beside them", async () => {
  lab = openHostileLab({ workers: 2 });
  const held = holding(labFor(lab, 'ann'), 5);
  const ben = labFor(lab, 'ben');
  const cem = labFor(lab, 'cem');
  expect(reportsOf(await ben.train([behaving('report', 4)]))).toHaveLength(4);
  await Promise.all([
    ben.train([behaving('nap', 3)]),
    cem.train([behaving('nap', 3)]),
    ben.draw(chart),
    cem.draw(chart),
  ]);
  expect(lab.state()).toEqual({ workers: 3, busy: 2, waiting: 3 });
  await held.letGo();
});

test("a whole /train of one person is done while another's largest trainings go on", async () => {
  lab = openLab({ workers: 2 });
  const abort = new AbortController();
  const ended: string[] = [];
  const ann = labFor(lab, 'ann').train(Array(4).fill(endless), { signal: abort.signal });
  const annEnded = ann.catch(() => ended.push('ann'));
  const ben = labFor(lab, 'ben');
  const histories = await ben.train([short, { ...short, wd: 0 }]);
  const arms = [{ label: 'wd 0', wd: 0, histories: histories[1]! }];
  const png = await ben.draw({ ...chart, arms } as ChartSpec);
  ended.push('ben');
  expect(Buffer.from(png.subarray(1, 4)).toString('latin1')).toBe('PNG');
  expect(lab.state()).toEqual({ workers: 3, busy: 2, waiting: 2 });
  abort.abort();
  await annEnded;
  expect(ended).toEqual(['ben', 'ann']);
});

test('one more thread than there are workers is all that others get', async () => {
  lab = openHostileLab({ workers: 1 });
  const held = holding(labFor(lab, 'ann'), 1);
  const others = ['ben', 'cem', 'dan', 'eve'].map((person) => labFor(lab, person).train([behaving('nap', 2)]));
  const reports = reportsOf((await Promise.all(others)).flat());
  expect(new Set(reports.map(({ threadId }) => threadId)).size).toBe(1);
  await held.letGo();
});

test('long tasks wait for a worker, whoever asks', async () => {
  lab = openHostileLab({ workers: 1 });
  const held = holding(labFor(lab, 'ann'), 1);
  const waiting = holding(labFor(lab, 'ben'), 1);
  await labFor(lab, 'cem').train([behaving('report')]);
  expect(lab.state()).toEqual({ workers: 2, busy: 1, waiting: 1 });
  await waiting.letGo();
  await held.letGo();
});

test('somebody alone never has more threads than there are workers, and nobody has where tasks are short', async () => {
  lab = openHostileLab({ workers: 2 });
  const held = holding(lab, 3);
  const drawing = lab.draw(chart);
  expect(lab.state()).toEqual({ workers: 2, busy: 2, waiting: 2 });
  await held.letGo();
  await drawing;
  const people = ['ann', 'ben', 'cem'].map((person) => labFor(lab, person).train([behaving('report', 5)]));
  expect(lab.state()).toEqual({ workers: 2, busy: 2, waiting: 13 });
  await Promise.all(people);
});

test('a task that was to be short and does not end holds up others for a moment only', async () => {
  lab = openHostileLab({ workers: 1 });
  const stuck = labFor(lab, 'ann').train([behaving('deaf')]);
  stuck.catch(() => {});
  expect(reportsOf(await labFor(lab, 'ben').train([behaving('report', 2)]))).toHaveLength(2);
  expect(lab.state()).toMatchObject({ busy: 1 });
});

test('what crashes the thread beside the workers fails loudly, and the next gets another', async () => {
  lab = openHostileLab({ workers: 1 });
  const held = holding(labFor(lab, 'ann'), 1);
  const ben = labFor(lab, 'ben');
  for (const _ of [1, 2]) {
    await expect(ben.train([behaving('exit')])).rejects.toMatchObject({ name: 'WorkerCrashError' });
    expect(reportsOf(await ben.train([behaving('report')]))).toHaveLength(1);
  }
  await held.letGo();
});

test('closing ends what is beside the workers, too, even while its thread starts', async () => {
  lab = openHostileLab({ workers: 1 });
  holding(labFor(lab, 'ann'), 1);
  const ben = labFor(lab, 'ben').train([behaving('nap')]);
  await Promise.all([expect(ben).rejects.toMatchObject({ name: 'LabClosedError' }), lab.close()]);
  expect(lab.state()).toEqual({ workers: 0, busy: 0, waiting: 0 });
});
