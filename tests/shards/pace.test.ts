import { setImmediate as turned } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Pace } from '../../src/shards/pace.ts';

test('as many shards start at once as Discord says, and the next of each row waits', async () => {
  const leaving = new AbortController();
  const pace = new Pace(2, leaving.signal);
  const started: number[] = [];
  const starting = [0, 1, 2, 3].map((id) => pace.inTurn(id, async () => void started.push(id)));
  await Promise.all(starting.slice(0, 2));
  await turned();
  expect(started).toEqual([0, 1]);
  leaving.abort();
  await Promise.all(starting);
  expect(started).toEqual([0, 1]); // told to leave, none is started any more
});
