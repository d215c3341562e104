import { test } from 'vitest';
import { openLab } from '../../src/lab/index.ts';

const TEX = 'w_{t+1} = w_t - \\eta \\, (g_t + \\lambda w_t)';
/** Of pictures that hold more than 40 MB each until they are let go. */
const [FIRST, MORE] = [3, 12];
const MB = 1e6;

test('a worker lets go of the pictures that it has drawn', async ({ expect }) => {
  const lab = openLab({ workers: 1 });
  try {
    const formula = await lab.draw({ kind: 'formula', tex: TEX });
    const tall = { kind: 'stack', pictures: Array<Uint8Array>(20).fill(formula) } as const;
    for (let n = 0; n < FIRST; n += 1) await lab.draw(tall);
    const before = process.memoryUsage.rss();
    for (let n = 0; n < MORE; n += 1) await lab.draw(tall);
    expect((process.memoryUsage.rss() - before) / MB).toBeLessThan(200);
  } finally {
    await lab.close();
  }
});
