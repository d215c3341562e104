import { LANE } from './lanes';
import { addChunk, batchLoss, chunkOf, widthOf } from './network';
import { update } from './optimizers';

/*
 * What the TypeScript side may call. It lays out the memory and writes settings, data and start into it; nothing here
 * allocates. Every call does a bounded piece of work and can be gone on with.
 */

export { setNetwork } from './network';
export { setOptimizer, squaredLength } from './optimizers';

/** The first address that is free for the layout. */
export const heapBase: usize = __heap_base;

/** Data loss of the batch that was last gone through to its end. */
export let loss: f64 = 0;
/** Chunks that the last call left of those it was allowed. */
export let chunksLeft: i32 = 0;

/**
 * Goes through samples from the sample `from` on, so many chunks far; returns the sample to go on with, `count` at the
 * end, where `loss` is theirs.
 * @param inputs all the samples' inputs, `inputStep` bytes from feature to feature.
 * @param withGradient whether to leave the gradient behind, too.
 * @param predictions where to write them; 0 for nowhere.
 */
export function measure(
  inputs: usize, targets: usize, inputStep: usize, count: i32, from: i32, chunks: i32, withGradient: bool,
  predictions: usize,
): i32 {
  while (from < count && chunks > 0) {
    const samples = chunkOf(count - from);
    const at = <usize>from * LANE;
    const said = addChunk(inputs + at, targets + at, inputStep, from, samples, count, withGradient);
    if (predictions) memory.copy(predictions + at, said, <usize>samples * LANE);
    from += samples;
    chunks--;
  }
  if (from == count) loss = batchLoss(count);
  chunksLeft = chunks;
  return from;
}

/** A step ahead, as ../descent.ts writes it. */
@unmanaged
class Step {
  lr: f64;
  stepSize: f64;
  root: f64;
  /** Samples in its batch. */
  count: f64;
}

let inputs: usize = 0;
let targets: usize = 0;
let inputStep: usize = 0;
let features: i32 = 0;
/** Room for one chunk of a mini-batch, its rows `gatheredStep` apart. */
let gathered: usize = 0;
let gatheredTargets: usize = 0;
let gatheredStep: usize = 0;
/** The step to make next, and how many samples of its batch are through. */
let ahead: usize = 0;
let through: i32 = 0;
/** The numbers of the samples of its batch that are not; 0 where a batch is all samples in their order. */
let numbers: usize = 0;

export function setTraining(
  inputsAt: usize, targetsAt: usize, step: usize, featuresOfAll: i32,
  gatheredAt: usize, gatheredTargetsAt: usize, stepGathered: usize,
): void {
  inputs = inputsAt;
  targets = targetsAt;
  inputStep = step;
  features = featuresOfAll;
  gathered = gatheredAt;
  gatheredTargets = gatheredTargetsAt;
  gatheredStep = stepGathered;
}

/** The steps to come and the numbers of their samples: to be given when all given before are made. */
export function setSteps(steps: usize, numbersAt: usize): void {
  ahead = steps;
  numbers = numbersAt;
}

/**
 * Makes up to so many updates, in up to so many chunks, and fewer if `loss` stops being a finite number; returns how
 * many it made. What it left half done the next call goes on with.
 */
export function descend(steps: i32, chunks: i32): i32 {
  let made = 0;
  while (made < steps && chunks > 0) {
    const step = changetype<Step>(ahead);
    const count = <i32>step.count;
    const samples = chunkOf(count - through);
    if (numbers) {
      gather(samples);
      addChunk(gathered, gatheredTargets, gatheredStep, through, samples, count, true);
    } else {
      const at = <usize>through * LANE;
      addChunk(inputs + at, targets + at, inputStep, through, samples, count, true);
    }
    through += samples;
    chunks--;
    if (through < count) continue;
    through = 0;
    loss = batchLoss(count);
    if (!isFinite(loss)) break;
    update(step.lr, step.stepSize, step.root);
    ahead += offsetof<Step>();
    made++;
  }
  chunksLeft = chunks;
  return made;
}

/** Copies the next samples of the batch side by side, and zero into what pads them. */
function gather(samples: i32): void {
  const width = widthOf(samples);
  for (let slot = 0; slot < samples; slot++) {
    const from = <usize>load<i32>(numbers) * LANE;
    const to = <usize>slot * LANE;
    numbers += 4;
    f64.store(gatheredTargets + to, f64.load(targets + from));
    for (let feature = 0; feature < features; feature++) {
      f64.store(gathered + to + <usize>feature * gatheredStep, f64.load(inputs + from + <usize>feature * inputStep));
    }
  }
  const end = <usize>samples * LANE;
  for (let feature = 0; feature < features; feature++) {
    memory.fill(gathered + end + <usize>feature * gatheredStep, 0, width - end);
  }
}
