import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lab } from '../../src/lab/index.ts';
import { TimeBudget } from '../../src/lab/time-budget.ts';
import { chart } from './chart.ts';
import { behaving, openHostileLab } from './hostile-lab.ts';

let lab: Lab;
beforeEach(() => {
  lab = openHostileLab({ workers: 1 });
});
afterEach(() => lab.close());

/** The names of these promises in the order they are fulfilled. */
async function orderOf(promises: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(Object.entries(promises).map(([name, promise]) => promise.then(() => order.push(name))));
  return order;
}

test('a long request does not hold up a short one that came later', async () => {
  const long = lab.train([behaving('nap', 6)]);
  const short = lab.train([behaving('nap', 2)]);
  expect(await orderOf({ long, short })).toEqual(['short', 'long']);
});

test('requests of the same length end in the order they came', async () => {
  const [first, second, third] = [1, 2, 3].map(() => lab.train([behaving('report', 4)]));
  expect(await orderOf({ third: third!, second: second!, first: first! })).toEqual(['first', 'second', 'third']);
});

test('a drawing is done before the training that waits', async () => {
  const training = lab.train([behaving('nap')]);
  const waiting = lab.train([behaving('nap')]);
  const drawing = lab.draw(chart);
  expect(await orderOf({ training, waiting, drawing })).toEqual(['training', 'drawing', 'waiting']);
});

test('time in line is not counted against the time limit', () => {
  vi.useFakeTimers();
  try {
    const spent = vi.fn();
    const budget = new TimeBudget(10, spent);
    budget.run();
    vi.advanceTimersByTime(6_000);
    budget.pause();
    vi.advanceTimersByTime(60_000);
    budget.run();
    budget.run(); // a second task of the same request
    vi.advanceTimersByTime(3_999);
    expect(spent).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(spent).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
