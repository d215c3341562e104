import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { UserError } from '../../src/chat/user-error.ts';
import { readTableAside } from '../../src/csv/read-aside.ts';
import { readTable } from '../../src/csv/read-table.ts';

const rows = Array.from({ length: 19_000 }, (_, i) => `${i},${(i * 7) % 11},"${i}.25",${i % 2 === 0 ? 'yes' : 'no'}`);
const large = new TextEncoder().encode(`a,b,c,kind\n${rows.join('\n')}`);

test('a large file is read as a small one is, and refused as one', async () => {
  expect(await readTableAside(large, 'mine.csv')).toEqual(readTable(large, 'mine.csv'));
  expect((await readTableAside(large, 'mine.csv', 'b')).table.target).toBe(1);
  const refused = readTableAside(large, 'mine.csv', 'kid');
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toThrow('target is "kid": no column has that name or number; did you mean "kind"?');
});

test('while files are read, everything else goes on', async () => {
  const reading = Promise.all([1, 2].map((n) => readTableAside(large, `${n}.csv`)));
  let turns = 0;
  let done = false;
  void reading.finally(() => {
    done = true;
  });
  while (!done) {
    await nextTurn();
    turns++;
  }
  expect((await reading).map(({ table }) => table.name)).toEqual(['1.csv', '2.csv']);
  // Read in this thread, each would take one.
  expect(turns).toBeGreaterThan(20);
});
