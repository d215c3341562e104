import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { onBoth, type Place } from './places.ts';

const SCRIPT = fileURLToPath(new URL('./writing-process.ts', import.meta.url));

/** A process that accepts requests there; `kept` are those that it was told are kept. */
function writing({ storage }: Place, name: string, count: number): { child: ChildProcess; kept: () => string[] } {
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(storage), name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  return { child, kept: () => told.split('\n').slice(0, -1) };
}

onBoth((newPlace) => {
  test('what a process was told is kept is there after it was killed, at whatever moment', async () => {
    const place = await newPlace();
    for (const [round, least] of [1, 40, 150].entries()) {
      const { child, kept } = writing(place, `round ${round}`, Infinity);
      await expect.poll(() => kept().length, { interval: 1 }).toBeGreaterThanOrEqual(least);
      child.kill('SIGKILL');
      await once(child, 'close');
      const there = new Set((await place.open().requests.unanswered()).map(({ id }) => id));
      expect(kept().filter((id) => !there.has(id))).toEqual([]);
    }
  });

  test('processes that begin at once, with nothing there yet, all write, and nothing is lost', async () => {
    const place = await newPlace();
    const processes = ['a', 'b', 'c'].map((name) => writing(place, name, 60));
    const codes = await Promise.all(processes.map(async ({ child }) => (await once(child, 'close'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const kept = processes.flatMap(({ kept }) => kept());
    expect(kept).toHaveLength(180);
    expect((await place.open().requests.unanswered()).map(({ id }) => id).sort()).toEqual(kept.sort());
  });
});
