import { test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { warmUp } from '../../src/chat/warm-up.ts';
import { openLab, type WatchedLab } from '../../src/lab/index.ts';
import { openLog } from '../../src/log.ts';
import { noLab } from '../discord/bot.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

function logged() {
  const lines: string[] = [];
  return { lines, log: openLog({ level: 'trace', to: { write: (line) => void lines.push(line) } }) };
}

test('every worker has trained or drawn what people ask first before anybody asks', async ({ expect }) => {
  const real = openLab({ workers: 2 });
  let [trained, drawn] = [0, 0];
  const lab: WatchedLab = {
    ...{ state: () => real.state(), close: () => real.close() },
    train: (experiments, watch) => {
      trained += 1;
      return real.train(experiments, watch);
    },
    draw: async (chart, watch) => {
      const png = await real.draw(chart, watch);
      drawn += 1;
      return png;
    },
  };
  const { log, lines } = logged();
  await warmUp({ commands, lab, log });
  await real.close();
  expect(trained).toBe(2);
  // A formula and two charts, by either of the two workers.
  expect(drawn).toBe(6);
  expect(lines).toEqual([]);
}, 180_000);

test('it gives way to whoever has asked already', async ({ expect }) => {
  const { log, lines } = logged();
  const lab: WatchedLab = { ...noLab, state: () => ({ workers: 2, busy: 1, waiting: 0 }) };
  await warmUp({ commands, lab, log });
  expect(lines).toEqual([]);
});

test('a failure is a warning and no more', async ({ expect }) => {
  const { log, lines } = logged();
  const lab: WatchedLab = { ...noLab, state: () => ({ workers: 1, busy: 0, waiting: 0 }) };
  await warmUp({ commands, lab, log });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 40, msg: 'warming up failed', outcome: 'broken', err: { message: 'this command was not to draw' } },
  ]);
});

test('it ends with the lab, without a word', async ({ expect }) => {
  const { log, lines } = logged();
  const lab = openLab({ workers: 1 });
  const warming = warmUp({ commands, lab, log });
  await lab.close();
  await warming;
  expect(lines).toEqual([]);
});
