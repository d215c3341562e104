import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Experiment } from '../../src/training/experiment.ts';
import { final } from '../../src/training/history.ts';
import { networkOf, startWeights } from '../../src/training/network.ts';
import { randomStream } from '../../src/training/random.ts';
import { taskOf } from '../../src/training/tasks/index.ts';
import { train } from '../../src/training/train.ts';
import { median } from './statistics.ts';

/** Training here held against PyTorch, both on one run of the same experiment, from the same data and start. */
export interface Race {
  readonly experiment: Experiment;
  /** Median milliseconds. */
  readonly ours: number;
  /** The same for PyTorch, with the number of threads that suits it best. */
  readonly torch: number;
  readonly threads: number;
  /** The relative difference of the final losses. */
  readonly disagreement: number;
}

export interface TorchAnswer {
  readonly seconds: number;
  readonly loss: number;
  readonly version: string;
}

const PYTHON = '/usr/bin/python3';
const SEED = 1;

export function hasTorch(): boolean {
  return spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
}

/** Races each experiment so many rounds, taking turns so that a busy moment of the machine meets both. */
export async function raceTorch(experiments: readonly Experiment[], rounds: number): Promise<Race[]> {
  const python = spawn(PYTHON, [fileURLToPath(new URL('./torch_train.py', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  const ask = async (experiment: Experiment, threads: number): Promise<TorchAnswer> => {
    python.stdin.write(`${JSON.stringify({ ...torchRun(experiment), threads })}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error('torch_train.py ended before it answered');
    return JSON.parse(value);
  };
  try {
    const races: Race[] = [];
    for (const experiment of experiments) races.push(await race(experiment, rounds, ask));
    return races;
  } finally {
    python.stdin.end();
  }
}

async function race(
  experiment: Experiment,
  rounds: number,
  ask: (experiment: Experiment, threads: number) => Promise<TorchAnswer>,
): Promise<Race> {
  const ours: number[] = [];
  const theirs: Record<1 | 2, number[]> = { 1: [], 2: [] };
  let disagreement = 0;
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const history = train(experiment, SEED);
    const took = performance.now() - start;
    const answers = { 1: await ask(experiment, 1), 2: await ask(experiment, 2) };
    disagreement = Math.abs(answers[1].loss / final(history.dataLoss) - 1);
    if (round === 0) continue; // both warm up: V8 compiles, PyTorch starts its threads
    ours.push(took);
    for (const threads of [1, 2] as const) theirs[threads].push(answers[threads].seconds * 1_000);
  }
  const threads = median(theirs[1]) <= median(theirs[2]) ? 1 : 2;
  return { experiment, ours: median(ours), torch: median(theirs[threads]), threads, disagreement };
}

/** What torch_train.py reads: only what its SGD without a schedule can follow. */
function torchRun(experiment: Experiment) {
  const { task, optimizer, nesterov, schedule, batch, steps, lr, momentum, wd, activation } = experiment;
  if (optimizer !== 'sgd' || nesterov || schedule !== 'constant' || batch !== 'all') {
    throw new TypeError('torch_train.py knows plain full-batch SGD only');
  }
  const { loss, startWidth, ...drawn } = taskOf({ task });
  const { training } = drawn.draw(SEED);
  const network = networkOf(experiment);
  const start = startWeights(network, randomStream(SEED, 'start'), startWidth);
  const layers = network.layers.map(({ inputs, outputs, weights, biases }) => ({
    weights: Array.from({ length: outputs }, (_, output) => [
      ...start.subarray(weights + output * inputs, weights + (output + 1) * inputs),
    ]),
    biases: biases === null ? null : [...start.subarray(biases, biases + outputs)],
  }));
  const inputs = Array.from({ length: training.count }, (_, sample) =>
    Array.from({ length: training.features }, (_, feature) => training.inputs[feature * training.stride + sample]!),
  );
  const targets = [...training.targets.subarray(0, training.count)];
  return {
    steps,
    lr,
    momentum,
    wd,
    activation,
    loss_factor: loss.kind === 'squared' ? loss.factor : null,
    inputs,
    targets,
    layers,
  };
}
