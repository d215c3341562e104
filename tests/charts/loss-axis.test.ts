import { expect, test } from 'vitest';
import { lossAxis } from '../../src/charts/loss-axis.ts';

const x = [0, 100, 200, 300];
const exploding = { x, y: [0.6, 1e90, 1e190, 1e290] };

test('where everything diverged, the explosion is drawn from where the losses began', () => {
  const { domain } = lossAxis(
    { settled: [], validation: [], diverged: [exploding], bands: [exploding], references: [0.6, 0.09] },
    300,
    9,
  );
  expect(domain[0]).toBeLessThanOrEqual(0.6);
  expect(domain[0]).toBeGreaterThan(0.001);
  expect(domain[1]).toBeGreaterThanOrEqual(1e290);
});
