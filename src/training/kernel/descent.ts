import { createBatches } from '../batches.ts';
import { decaysThroughGradient } from '../experiment.ts';
import type { Descent, DescentPlan } from '../kernel.ts';
import { decayMask } from '../network.ts';
import { BETA1, BETA2 } from '../optimizers.ts';
import { type Samples, strideOf } from '../samples.ts';
import { lrFactor } from '../schedules.ts';
import { WORK_BETWEEN_PAUSES, workOfForward, workOfStep } from '../work.ts';
import { Layout } from './machine.ts';
import { placeNetwork } from './network.ts';
import { fillSamples, type PlacedSamples, placeSamples } from './samples.ts';

/** Steps, and sample numbers of mini-batches, that are prepared at a time. */
const STEPS_AHEAD = 256;
const NUMBERS_AHEAD = 4096;
/** Numbers in a Step of assembly/index.ts. */
const STEP = 4;

/**
 * descent.ts's in WebAssembly: all that a run needs lies in one machine's memory, and whole stretches of steps are made
 * there. A call makes no more of them than WORK_BETWEEN_PAUSES allows; a step too large for that takes several calls.
 */
export function createWasmDescent(plan: DescentPlan): Descent {
  const { experiment, network, loss, training, validation, start, seed, onPause } = plan;
  const { optimizer, nesterov, momentum, wd, lr, schedule, steps } = experiment;
  const { size } = network;
  const batch = experiment.batch === 'all' ? training.count : Math.min(experiment.batch, training.count);
  const mini = batch < training.count;
  const isAdam = optimizer === 'adam' || optimizer === 'adamw';

  const layout = new Layout();
  const placed = placeNetwork(layout, network, loss, Math.max(batch, validation.count, training.count), batch);
  const places = new Map<Samples, PlacedSamples>();
  for (const samples of [training, validation]) {
    places.set(samples, placeSamples(layout, samples.features, samples.count));
  }
  const room = placeSamples(layout, training.features, mini ? Math.min(batch, placed.chunk) : 0);
  const [decaysAt, meanAt, squareAt] = [size + 1, size + 1, isAdam ? size + 1 : 0].map((n) => layout.numbers(n));
  const aheadAt = layout.numbers(STEPS_AHEAD * STEP);
  const numbersAhead = mini ? Math.max(NUMBERS_AHEAD, batch) : 0;
  const numbersAt = layout.reserve(numbersAhead * Int32Array.BYTES_PER_ELEMENT);
  const predictionsAt = layout.numbers(strideOf(validation.count));

  const machine = layout.build();
  const { memory, wasm } = machine;
  placed.settle(machine);
  for (const [samples, place] of places) fillSamples(machine, place, samples);
  const weights = new Float64Array(memory, placed.weights, size);
  weights.set(start);
  new Float64Array(memory, decaysAt!, size).set(decayMask(network, experiment.decayBiases));
  wasm.setOptimizer(
    isAdam,
    decaysThroughGradient(optimizer),
    nesterov,
    momentum,
    wd,
    Math.ceil(size / 2) * 2 * Float64Array.BYTES_PER_ELEMENT,
    placed.weights,
    placed.gradient,
    decaysAt!,
    meanAt!,
    squareAt!,
  );
  const { inputs, targets, inputStep } = places.get(training)!;
  wasm.setTraining(inputs, targets, inputStep, training.features, room.inputs, room.targets, room.inputStep);

  const nextBatch = createBatches(training.count, experiment.batch, seed);
  const ahead = new Float64Array(memory, aheadAt, STEPS_AHEAD * STEP);
  const numbers = new Int32Array(memory, numbersAt, numbersAhead);
  let done = 0;
  let prepared = 0;
  let left = WORK_BETWEEN_PAUSES;

  /** Writes the next steps' lr and batches down for the machine. */
  function prepare() {
    let used = 0;
    for (; prepared < STEPS_AHEAD && done + prepared < steps && used + (mini ? batch : 0) <= numbersAhead; prepared++) {
      const step = done + prepared;
      const stepLr = lr * lrFactor(schedule, step, steps);
      const drawn = nextBatch();
      const at = prepared * STEP;
      ahead[at] = stepLr;
      if (isAdam) {
        ahead[at + 1] = stepLr / (1 - BETA1 ** (step + 1));
        ahead[at + 2] = Math.sqrt(1 - BETA2 ** (step + 1));
      }
      ahead[at + 3] = drawn?.length ?? training.count;
      if (drawn === null) continue;
      numbers.set(drawn, used);
      used += drawn.length;
    }
    wasm.setSteps(aheadAt, mini ? numbersAt : 0);
  }

  /** Lets the machine go through so many chunks, each of so much work, as there is work left for. */
  function spend<Result>(workOfChunk: number, work: (chunks: number) => Result): Result {
    const chunks = Math.max(1, Math.floor(left / workOfChunk));
    const result = work(chunks);
    left -= (chunks - wasm.chunksLeft.value) * workOfChunk;
    if (left < workOfChunk) {
      left = WORK_BETWEEN_PAUSES;
      onPause(done);
    }
    return result;
  }

  const learnt = Math.min(batch, placed.chunk);
  const workOfChunk = (workOfStep(network, batch, mini) * learnt) / batch;
  function descendTo(end: number): number | null {
    while (done < end) {
      if (prepared === 0) prepare();
      const most = Math.min(prepared, end - done);
      spend(workOfChunk, (chunks) => {
        const made = wasm.descend(most, chunks);
        done += made;
        prepared -= made;
      });
      if (!Number.isFinite(wasm.loss.value)) return done;
    }
    return null;
  }

  function lossOf(samples: Samples, predictions = 0): number {
    const { inputs, targets, inputStep } = places.get(samples)!;
    const workOfLook = workOfForward(network, Math.min(samples.count, placed.chunk));
    for (let from = 0; from < samples.count; ) {
      from = spend(workOfLook, (chunks) =>
        wasm.measure(inputs, targets, inputStep, samples.count, from, chunks, false, predictions),
      );
    }
    return wasm.loss.value;
  }

  return {
    weights,
    descendTo,
    measure: () => ({
      dataLoss: lossOf(training),
      validationLoss: lossOf(validation),
      squares: wasm.squaredLength(false),
      decayingSquares: wasm.squaredLength(true),
    }),
    validationPredictions() {
      lossOf(validation, predictionsAt);
      return new Float64Array(memory, predictionsAt, validation.count);
    },
  };
}
