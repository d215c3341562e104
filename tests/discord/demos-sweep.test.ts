import { afterAll, beforeAll, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { PROGRESS_EVERY_MS } from '../../src/discord/live.ts';
import type { Lab } from '../../src/lab/lab.ts';
import type { SeenMessage } from '../discord-double/index.ts';
import { EPHEMERAL, filesOf, labelsOf, openAll, QUICK, saying, troubleOf, whole } from './all-commands.ts';
import { startBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
beforeAll(async () => {
  ({ lab, commands } = await openAll());
});
afterAll(() => lab.close());

/** More work than anyone here waits for, in runs of a tenth of a second: a first few cells are there at once. */
const LONG = { lrs: '0.001..0.3 x12', wds: '0.0003..0.3 x11', steps: 3_400, seeds: 3 };
const CELLS = 12 * 12;

const EDIT = 'PATCH /webhooks/:app/:token/messages/@original';

/** The map as far as it is, and below its words how far the work is. */
function isPartial({ content, attachments }: SeenMessage): boolean {
  return /^\*\*(?:Best so far|Nothing on this map).* of 144 cells\)/u.test(content) && attachments.length === 1;
}

function cellsOf({ content }: SeenMessage): number {
  return Number(/(\d+) of 144 cells/u.exec(content)?.[1]);
}

test('a live /sweep: thinking, a map that fills at its pace with the time left, and Stop ends it with what is there', async ({
  expect,
}) => {
  await using bot = await startBot(commands, { lab, progressEveryMs: PROGRESS_EVERY_MS });
  const asked = bot.discord.command({ name: 'sweep', options: LONG });
  expect((await asked.acknowledged()).type).toBe(5);
  const first = await asked.message({ until: isPartial, timeoutMs: 50_000 });
  expect(labelsOf(first)).toEqual(['Stop']);

  const further = await asked.message({
    until: (message) =>
      isPartial(message) && cellsOf(message) > cellsOf(first) && /left · \d+%$/u.test(message.content),
    timeoutMs: 50_000,
  });
  expect(further.content).toMatch(/\n-# Training 432 networks, about \d+ (?:s|min) left · \d+%$/u);
  expect(labelsOf(further)).toEqual(['Stop']);
  expect(filesOf(further)).toEqual(['sweep.png']);
  expect(further.attachments[0]!.bytes.equals(first.attachments[0]!.bytes)).toBe(false);

  const { discord } = bot;
  const stranger = discord.press({ message: further, label: 'Stop', user: discord.world.person('neighbour') });
  const refused = await stranger.acknowledged();
  expect(refused.data).toMatchObject({ content: 'Only whoever asked for it can stop it.' });
  expect(refused.flags & EPHEMERAL).toBe(EPHEMERAL);
  expect(labelsOf(asked.original!)).toEqual(['Stop']);

  const editsBefore = discord.requestsTo(EDIT);
  const stopping = discord.press({ message: further, label: 'Stop' });
  expect((await stopping.acknowledged()).type).toBe(6);
  const last = await asked.message(whole);
  expect(last.content).toMatch(/^\*\*[^*]+\*\* \(stopped at \d+ of 144 cells\)/u);
  expect(last.content).not.toMatch(/\n-# /u);
  expect(cellsOf(last)).toBeGreaterThanOrEqual(cellsOf(further));
  expect(cellsOf(last)).toBeLessThan(CELLS);
  expect(filesOf(last)).toEqual(['sweep.png']);
  expect(last.attachments[0]!.description).toContain(`${cellsOf(last)} of 144 cells`);
  expect(labelsOf(last)).toEqual(['Train the best', 'Zoom in around it', 'The same with AdamW']);

  // An edit is begun a pace after the one before it at the earliest, the first after the acknowledgement.
  const [acknowledgement] = discord.requestsTo(`POST /interactions/${asked.id}/:token/callback`);
  const passedMs = editsBefore.at(-1)!.at - acknowledgement!.at;
  expect((editsBefore.length - 1) * (PROGRESS_EVERY_MS - 5)).toBeLessThanOrEqual(passedMs);

  await bot.stop();
  expect(asked.original).toEqual(last);
  expect(asked.followUps).toEqual([]);
  expect(discord.posted.map(({ id }) => id)).toEqual([last.id]);
  expect(troubleOf(bot)).toEqual([]);
});

test('a sweep whose first run takes long can be stopped too, and its workers go to whatever is asked next', async ({
  expect,
}) => {
  const ended: number[] = [];
  const watched: Lab = {
    draw: (chart, watch) => lab.draw(chart, watch),
    close: () => lab.close(),
    train: (experiments, watch) =>
      lab.train(experiments, {
        ...watch,
        onHistory: (experiment, history) => {
          ended.push(experiments[experiment]!.steps);
          watch?.onHistory?.(experiment, history);
        },
      }),
  };
  await using bot = await startBot(commands, { lab: watched });
  const options = { lrs: '0.05', wds: '0.01', hidden: '64-64', steps: 100_000, seeds: 1 };
  const asked = bot.discord.command({ name: 'sweep', options });
  const going = await asked.message({ until: (message) => labelsOf(message).includes('Stop'), timeoutMs: 50_000 });
  expect(going.content).toMatch(/^\*\*Filling a map of 2 cells\*\*/u);
  bot.discord.press({ message: going, label: 'Stop' });
  const last = await asked.message(saying(/^\*\*Stopped before the first cell was done\*\*/u));
  expect(labelsOf(last)).not.toContain('Stop');
  await bot.discord.command({ name: 'train', options: QUICK }).message(whole);
  // Both runs of the sweep would have come first: there are no more workers than two that it had.
  expect(new Set(ended)).toEqual(new Set([QUICK.steps]));
  await bot.stop();
  expect(troubleOf(bot)).toEqual([]);
});
