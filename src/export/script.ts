import type { Experiment } from '../training/experiment.ts';
import { MAX_POINTS } from '../training/history.ts';
import { taskOf } from '../training/tasks/index.ts';
import { lossOf } from './loss.ts';
import { makeModel } from './model.ts';
import { aboutDecay, hasMomentum, makeOptimizer, update } from './optimizer.ts';
import { indented, type Lines, linesOf, literal } from './python.ts';
import { randomClass } from './random.ts';
import { lrFactor } from './schedule.ts';
import { makeData } from './tasks/index.ts';

/**
 * The experiments as one Python script that needs torch (1.13 or later) and nothing else: the same data, start, batches
 * and updates, so the same numbers, one line of JSON for each run. It holds only what these experiments use.
 * @param experiments alike in all but wd; at least one.
 * @param message what to type for them, told at the top.
 */
export function scriptOf(experiments: readonly Experiment[], message: string): string {
  const [experiment] = experiments;
  if (experiment === undefined) throw new RangeError('an experiment is needed');
  const data = makeData(experiment);
  const batches = isBatched(experiment) ? linesOf(BATCHES) : [];
  const random = randomClass([...data, ...batches].join('\n'));
  // The lesson first; what only makes the numbers the same stands below it.
  const definitions = [data, makeModel(experiment), lrFactor(experiment), train(experiments), batches, random, CHECKED];
  const sections = [
    [...heading(message, data), ...settings(experiments)],
    ...definitions.filter((lines) => lines.length > 0),
    runs(experiment),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

/** The lines that a learner asks about: where the decay goes in, and what a step does; without those that keep the books. */
export function coreOf(experiment: Experiment): Lines {
  return [
    ...makeOptimizer(experiment).filter(isAboutDecay),
    'for step in range(STEPS):',
    ...indented(update(experiment, samplesOf(experiment))),
  ];
}

/** Which parameter is a bias, and how lr changes, is another question. */
function isAboutDecay(line: string): boolean {
  return !/^(?:weights|biases|schedule) = /u.test(line);
}

function heading(message: string, data: Lines): Lines {
  return linesOf(`
"""
An experiment of Halflife's in plain PyTorch: the same data, start and updates, so the same numbers.

    python3 reproduce.py

prints a line of JSON for each run. Read it from top to bottom, then change a setting and run it again.
"""

${data.some((line) => line.includes('csv.reader')) ? 'import csv\n' : ''}import json
import math

import torch
from torch import nn

torch.set_default_dtype(torch.float64)  # sixteen digits instead of seven
torch.set_num_threads(1)  # a network this small is faster without company

# ${comment(message)}
`);
}

/** On one line, whatever a column is called: a script holds nothing of a stranger's but comments. */
function comment(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ');
}

function settings(experiments: readonly Experiment[]): Lines {
  const { lr, momentum, steps, batch, seeds } = experiments[0]!;
  return [
    `LR = ${literal(lr)}  # learning rate: scales the whole step, the pull of decay included`,
    `WDS = ${literal(experiments.map(({ wd }) => wd))}  # weight decays: how hard each weight is pulled to zero; 0 is none`,
    ...(hasMomentum(experiments[0]!)
      ? [`MOMENTUM = ${literal(momentum)}  # how much of its last step each step repeats`]
      : []),
    ...(isBatched(experiments[0]!) ? [`BATCH = ${batch}  # samples in each step`] : []),
    `STEPS = ${steps}`,
    `SEEDS = range(1, ${seeds + 1})  # each draws its own data and its own start`,
  ];
}

/** A batch of all samples or more is no batch. */
function isBatched(experiment: Experiment): boolean {
  return experiment.batch !== 'all' && experiment.batch < taskOf(experiment).trainingCount;
}

function samplesOf(experiment: Experiment): string {
  return isBatched(experiment) ? 'training[next(batches)]' : 'training';
}

const BATCHES = `
def make_batches(seed, count):
    """The row numbers of each step's batch, for ever: all rows in a new random order, then in another."""
    random = Random(seed, purpose=3)
    order = list(range(count))
    while True:
        random.shuffle(order)
        for first in range(0, count, BATCH):
            yield order[first : first + BATCH]
`;

function train(experiments: readonly Experiment[]): Lines {
  const experiment = experiments[0]!;
  const [loss, ...rest] = update(experiment, samplesOf(experiment));
  return [
    'def train(seed, wd):',
    ...indented([
      '"""One run: its numbers at the end and None, or None and the step at which it diverged."""',
      'training, validation = make_data(seed)',
      'model = make_model(seed)',
      ...(isBatched(experiment) ? ['batches = make_batches(seed, len(training))'] : []),
      '',
      'def loss_of(rows):',
      ...indented(lossOf(experiment)),
      '',
      ...measure(experiments),
      '',
      ...aboutDecay(experiment),
      ...makeOptimizer(experiment),
      '',
      'for step in range(STEPS):',
      ...indented([
        `${loss}  # of the data alone: no penalty is added to it`,
        'if not math.isfinite(loss.item()) or step in CHECKED and measure() is None:',
        '    return None, step',
        ...rest,
      ]),
      'end = measure()',
      'return end, STEPS if end is None else None',
    ]),
  ];
}

function measure(experiments: readonly Experiment[]): Lines {
  // With a larger wd the penalty can leave the range of numbers before the length that it is made of.
  const penalised = experiments.some(({ wd }) => wd / 2 > 1);
  return [
    'def measure():',
    ...indented([
      '"""Training loss, validation loss and the length of all weights; None if one of them is not finite."""',
      'with torch.no_grad():',
      ...indented([
        'length = math.sqrt(sum((w**2).sum().item() for w in model.parameters()))',
        'numbers = [loss_of(training).item(), loss_of(validation).item(), length]',
        ...(penalised
          ? ['penalty = wd / 2 * sum((w**2).sum().item() for w in optimizer.param_groups[0]["params"])']
          : []),
      ]),
      `return numbers if all(map(math.isfinite, ${penalised ? '[*numbers, penalty]' : 'numbers'})) else None`,
    ]),
  ];
}

/** Which steps are looked at, as src/training/train.ts records them: what makes a run diverge at the same step. */
const CHECKED = linesOf(`
# Halflife looks at all the numbers at up to ${MAX_POINTS} steps, more of them early on. A run has diverged at the first
# of them where one is not finite, or before that where the loss of a step is not.
POINTS = min(${MAX_POINTS}, STEPS + 1)
CHECKED = {math.floor(STEPS * (i / (POINTS - 1)) ** 2 + 0.5) for i in range(POINTS)}
`);

function runs({ optimizer }: Experiment): Lines {
  return linesOf(`
for wd in WDS:
    for seed in SEEDS:
        end, diverged_at = train(seed, wd)
        loss, new_loss, length = end or (None, None, None)
        line = {"lr": LR, "wd": wd, "optimizer": ${literal(optimizer)}, "seed": seed, "train": loss,
                "validation": new_loss, "weightLength": length, "divergedAt": diverged_at}
        print(json.dumps(line), flush=True)
`);
}
