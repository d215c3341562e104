import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK } from '../../../src/training/kernel/network.ts';
import { createKernel, type Engine, type Kernel } from '../../../src/training/kernel.ts';
import { CROSS_ENTROPY, HALF_MEAN_SQUARE, MEAN_SQUARE } from '../../../src/training/loss.ts';
import { createNetwork, networkOf, startWeights } from '../../../src/training/network.ts';
import { randomStream } from '../../../src/training/random.ts';
import type { Samples } from '../../../src/training/samples.ts';
import { train, trainFrom } from '../../../src/training/train.ts';
import { anyExperiment, normalSamples, smallCurve } from '../experiments.ts';

/*
 * WebAssembly against the loops that a learner reads. Every sum is made in the same order, so they are not just close:
 * the bits are the same, and what one machine tells another without SIMD tells too.
 */

const ENGINES: readonly Engine[] = ['wasm', 'reference'];

const counts = fc.oneof(
  fc.integer({ min: 1, max: 13 }),
  // More than go through a network at a time, and both sides of where the next chunk begins.
  fc.integer({ min: CHUNK - 2, max: CHUNK + 2 }),
  fc.integer({ min: 2 * CHUNK - 1, max: 3 * CHUNK }),
);

const shapes = fc.record({
  hidden: fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 3 }),
  features: fc.integer({ min: 1, max: 11 }),
  counts: fc.array(counts, { minLength: 1, maxLength: 3 }),
  activation: fc.constantFrom('tanh' as const, 'relu' as const),
  bias: fc.boolean(),
  loss: fc.constantFrom(MEAN_SQUARE, HALF_MEAN_SQUARE, CROSS_ENTROPY),
  // Weights large enough to saturate a tanh, and to make a logit's e⁻ᶻ vanish.
  scale: fc.constantFrom(1, 1, 1, 30, 1000),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

function said(kernel: Kernel, samples: Samples) {
  return {
    loss: kernel.loss(samples),
    lossToo: kernel.lossAndGradient(samples),
    gradient: kernel.gradient.slice(),
    predictions: kernel.predict(samples).slice(0, samples.count),
  };
}

describe('a network of any shape', () => {
  it('predicts, errs and slopes the same in both engines, batch after batch, to the last bit', () => {
    fc.assert(
      fc.property(shapes, ({ hidden, features, counts, activation, bias, loss, scale, seed }) => {
        const random = randomStream(seed, 'data');
        const network = createNetwork([features, ...hidden, 1], activation, bias);
        const weights = startWeights(network, random).map((w) => w * scale);
        const batches = counts.map((count) => {
          const samples = normalSamples(random.normal, features, count);
          if (loss.kind === 'cross-entropy') samples.targets.set(samples.targets.map((y) => Number(y > 0)));
          return samples;
        });
        const [fast, plain] = ENGINES.map((engine) => {
          const kernel = createKernel(network, Math.max(...counts), loss, engine);
          kernel.weights.set(weights);
          return batches.map((samples) => said(kernel, samples));
        });
        expect(fast).toEqual(plain);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a run of any experiment', () => {
  it('is the same history in both engines, to the last bit, wherever it ends', () => {
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 1000 }), (experiment, seed) => {
        const [fast, plain] = ENGINES.map((engine) => train(experiment, seed, { engine }));
        expect(fast).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('is so with classes, too', () => {
    fc.assert(
      fc.property(anyExperiment, fc.integer({ min: 1, max: 1000 }), (experiment, seed) => {
        const [fast, plain] = ENGINES.map((engine) => train({ ...experiment, task: 'moons' }, seed, { engine }));
        expect(fast).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  it('is so with samples of one’s own, one or hundreds, in batches that take several passes', () => {
    fc.assert(
      fc.property(
        anyExperiment,
        counts,
        counts,
        fc.oneof(fc.constant('all' as const), counts),
        fc.constantFrom(1, 20),
        fc.integer({ min: 1, max: 1000 }),
        (any, trained, validated, batch, features, seed) => {
          const experiment = {
            ...any,
            batch,
            steps: 12,
            task: features === 1 ? ('curve' as const) : ('ridge' as const),
          };
          const { normal } = randomStream(seed, 'data');
          const data = {
            training: normalSamples(normal, features, trained),
            validation: normalSamples(normal, features, validated),
          };
          const start = startWeights(networkOf(experiment), randomStream(seed, 'start'));
          const [fast, plain] = ENGINES.map((engine) => trainFrom(experiment, seed, data, start, { engine }));
          expect(fast).toEqual(plain);
        },
      ),
      { numRuns: 150 },
    );
  });
});

it('watching the weights does not change the run, and shows each step’s', () => {
  const [fast, plain] = ENGINES.map((engine) => {
    const seen: (readonly [number, Float64Array])[] = [];
    const history = train({ ...smallCurve, steps: 30, batch: 7 }, 1, {
      engine,
      onWeights: (step, weights) => seen.push([step, weights.slice()]),
    });
    return { history, seen };
  });
  expect(fast).toEqual(plain);
  expect(fast!.seen.map(([step]) => step)).toEqual(Array.from({ length: 31 }, (_, step) => step));
  expect(fast!.history).toEqual(train({ ...smallCurve, steps: 30, batch: 7 }, 1));
});

it('thousands of kernels leave nothing behind', () => {
  const MADE = 15_000;
  const PAGE = 2 ** 16; // the least memory each has
  const network = createNetwork([1, 1], 'tanh');
  const before = process.memoryUsage().external;
  for (let made = 0; made < MADE; made++) createKernel(network, 1, MEAN_SQUARE, 'wasm').weights[0] = made;
  expect(process.memoryUsage().external - before).toBeLessThan((MADE * PAGE) / 3);
});
