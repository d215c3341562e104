import { afterAll, beforeAll, expect, test } from 'vitest';
import { createArtist } from '../../src/charts/index.ts';
import type { ChartSpec } from '../../src/charts/spec.ts';
import { type Lab, openLab } from '../../src/lab/index.ts';
import { short } from './experiments.ts';

let lab: Lab;
beforeAll(() => {
  lab = openLab({ workers: 1 });
});
afterAll(() => lab.close());

async function chartOf(lr: number): Promise<ChartSpec> {
  const wds = [0, 0.01];
  const histories = await lab.train(wds.map((wd) => ({ ...short, lr, wd })));
  const arms = wds.map((wd, index) => ({ label: `wd ${wd}`, wd, histories: histories[index]! }));
  return { kind: 'train', title: 'A title', subtitle: '', arms, noiseFloor: null, meanBaseline: null, fit: null };
}

test('a worker draws the same picture as this thread, a second one as well as the first', async () => {
  const artist = createArtist();
  for (const lr of [0.05, 0.1]) {
    const chart = await chartOf(lr);
    const png = await lab.draw(chart);
    expect(Buffer.from(png.subarray(1, 4)).toString('latin1')).toBe('PNG');
    expect(Buffer.compare(png, await artist.draw(chart))).toBe(0);
  }
});

test('a chart that cannot be drawn fails by itself, and the worker goes on', async () => {
  const chart = { ...(await chartOf(0.05)), arms: null } as unknown as ChartSpec;
  await expect(lab.draw(chart)).rejects.toBeInstanceOf(TypeError);
  expect(await lab.draw(await chartOf(0.05))).toBeInstanceOf(Uint8Array);
});
