import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab } from '../../src/lab/index.ts';
import { train } from '../../src/training/train.ts';
import { endless, short } from './experiments.ts';

let lab: Lab;
beforeAll(() => {
  lab = openLab({ workers: 2 });
});
afterAll(() => lab.close());

test('a worker trains to the same numbers as this thread, to the last bit, in the order asked for', async () => {
  const experiments = [short, { ...short, wd: 0, seeds: 3 }, { ...short, hidden: [], task: 'ridge' as const }];
  const histories = await lab.train(experiments);
  const here = experiments.map((each) => Array.from({ length: each.seeds }, (_, index) => train(each, index + 1)));
  expect(histories).toEqual(here);
});

test('no experiments give no histories', async () => {
  expect(await lab.train([])).toEqual([]);
});

test('progress never falls, moves while runs are under way, and ends at 1', async () => {
  const shares: number[] = [];
  await lab.train([short, { ...short, wd: 0 }], { onProgress: (share) => shares.push(share) });
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.length).toBeGreaterThan(4); // four runs: more than one step for each
  expect(shares.at(-1)).toBe(1);
});

test('the thread that asked goes on turning while the workers train', async () => {
  let turns = 0;
  let training = true;
  const trained = lab.train([{ ...short, steps: 20_000, seeds: 4 }]).finally(() => {
    training = false;
  });
  for (; training; turns++) await turn();
  await trained;
  expect(turns).toBeGreaterThan(100);
});

test("a failure in a run is told as itself and stops the request's other runs", async () => {
  const impossible = { ...short, hidden: [2 ** 40, 2 ** 40], seeds: 1 };
  await expect(lab.train([endless, impossible, endless])).rejects.toBeInstanceOf(RangeError);
  expect(await lab.train([short])).toHaveLength(1);
});

test('so does a run of which nobody can say what it costs', async () => {
  const impossible = { ...short, task: 'astrology' as 'curve', seeds: 1 };
  await expect(lab.train([endless, impossible, endless])).rejects.toBeInstanceOf(TypeError);
  expect(await lab.train([short])).toHaveLength(1);
});

test('a caller whose progress report throws gets its own error back', async () => {
  const mine = new Error('the message was deleted');
  const onProgress = () => {
    throw mine;
  };
  await expect(lab.train([endless], { onProgress })).rejects.toBe(mine);
});
