import { existsSync } from 'node:fs';
import { PNG } from 'pngjs';
import { test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { openLab } from '../../src/lab/index.ts';
import { startBot } from './bot.ts';

const commandsFolder = new URL('../../commands/', import.meta.url);

test.skipIf(!existsSync(new URL('train.ts', commandsFolder)))(
  '/train lr:0.05 wd:0.01 on Discord: acknowledged at once, then the chart of a real run, readable and described',
  async ({ expect }) => {
    const lab = openLab();
    await using _ = { [Symbol.asyncDispose]: () => lab.close() };
    await using bot = await startBot(await findCommands(commandsFolder), { lab });
    const asked = bot.discord.command({ name: 'train', options: { lr: '0.05', wd: '0.01' } });
    const { type, atMs } = await asked.acknowledged();
    expect(type).toBe(5);
    // the first interaction of a process also loads what answering needs
    expect(atMs).toBeLessThan(1_000);
    const reply = await asked.message({ until: ({ attachments }) => attachments.length > 0, timeoutMs: 50_000 });
    const [chart] = reply.attachments;
    const png = PNG.sync.read(chart!.bytes);
    expect([chart?.width, chart?.height]).toEqual([png.width, png.height]);
    expect(png.width).toBeGreaterThanOrEqual(800);
    expect(new Set(png.data).size).toBeGreaterThan(10);
    expect(chart?.description).toMatch(/\d/u);
    expect(reply.content).not.toBe('');

    const wrong = await bot.discord.command({ name: 'train', options: { lr: '0.05', wd: 'ten' } }).message();
    expect(wrong.content).toMatch(/^wd is "ten": a number is needed/u);
    expect(wrong.flags! & 64).toBe(64);
  },
);
