import { z } from 'zod';
import type { TrainChart } from '../src/charts/spec.ts';
import { command } from '../src/chat/command.ts';
import { experimentOptions, lrOption, toExperiment, wdListOption } from '../src/chat/experiment-options.ts';
import type { Invocation } from '../src/chat/invocation.ts';
import { writeNumber } from '../src/chat/numbers.ts';
import { booleanOption } from '../src/chat/options.ts';
import type { Button, Reply } from '../src/chat/reply.ts';
import { UserError } from '../src/chat/user-error.ts';
import { altText } from '../src/findings/alt-text.ts';
import type { Arm } from '../src/findings/arm.ts';
import { findingsOf } from '../src/findings/findings.ts';
import { fitOf, typicalSeed } from '../src/findings/fit.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { settingsLine } from '../src/findings/settings-line.ts';
import { BUDGET, costOf, stepsThatFit } from '../src/lab/budget.ts';
import { type Experiment, withoutDecay } from '../src/training/experiment.ts';
import { tasks } from '../src/training/tasks/index.ts';

const MOST_WDS = 5;

const options = z.object({
  lr: lrOption,
  wd: wdListOption(MOST_WDS),
  ...experimentOptions,
  private: booleanOption('Show the reply to you alone').optional(),
});

type Options = z.output<typeof options>;

export default command({
  name: 'train',
  description: 'Train a small network with and without weight decay, and see what the decay did',
  options,
  async run(asked, { lab, signal, progress }) {
    const experiments = experimentsFor(asked);
    checkBudget(experiments);
    const runs = experiments.reduce((sum, { seeds }) => sum + seeds, 0);
    const histories = await lab.train(experiments, {
      signal,
      onProgress: (share) => progress(share, `Training ${runs} networks`),
    });
    const [without, ...decayed] = experiments.map(
      (experiment, index): Arm => ({ experiment, histories: histories[index]! }),
    );
    const findings = findingsOf(without!, decayed);
    const chart = chartOf([without!, ...decayed], findings);
    const png = await lab.draw(chart, { signal });
    return {
      text: findings.text,
      pictures: [{ name: 'train.png', png, alt: altText(chart) }],
      files: [],
      buttons: buttonsFor(asked, (findings.best?.decayed ?? without!).experiment),
      private: asked.private ?? false,
      data: {
        experiment: experimentData(asked),
        verdict: findings.verdict,
        runs: runsData([without!, ...decayed]),
      },
    } satisfies Reply;
  },
});

/** The same run without decay first, then one experiment for each wd above zero, smallest first. */
function experimentsFor({ wd: wds, ...asked }: Options): Experiment[] {
  const decayed = (wds ?? [toExperiment(asked).wd])
    .filter((wd) => wd > 0)
    .toSorted((a, b) => a - b)
    .map((wd) => toExperiment({ ...asked, wd }));
  return [withoutDecay(toExperiment(asked)), ...decayed];
}

function experimentData({ wd: wds, ...asked }: Options) {
  const experiment = toExperiment(asked);
  return wds === undefined ? experiment : { ...experiment, wd: wds.length === 1 ? wds[0] : wds };
}

function checkBudget(experiments: readonly Experiment[]) {
  const cost = costOf(experiments);
  if (cost <= BUDGET) return;
  const billions = (value: number) => `${Math.round(value / 1e9)} billion`;
  const steps = stepsThatFit(experiments);
  const fitting =
    steps > 0 ? `steps:${steps} would fit, or fewer seeds` : 'fewer hidden units would fit, such as hidden:32-32';
  throw new UserError(
    `that is too much work for one request: ${billions(cost)} multiplications, at most ${billions(BUDGET)} are allowed; ${fitting}`,
  );
}

function chartOf(arms: readonly Arm[], findings: ReturnType<typeof findingsOf>): TrainChart {
  const { best, title, meanBaseline } = findings;
  const { experiment } = arms.at(-1)!;
  return {
    kind: 'train',
    title,
    subtitle: settingsLine(arms.map((arm) => arm.experiment)),
    arms: arms.map(({ experiment: { wd }, histories }) => ({
      label: wd === 0 ? 'no decay' : `wd ${writeNumber(wd)}`,
      wd,
      histories,
    })),
    noiseFloor: tasks[experiment.task].noiseFloor,
    meanBaseline,
    fit: fitOf(arms, best === null ? 1 : typicalSeed(best)),
  };
}

/** What to try next: each sends the same command with another wd, all its options written out. */
function buttonsFor(asked: Options, { wd, lr }: Experiment): Button[] {
  const again = (label: string, changed: Partial<Record<string, string>>): Button => {
    const typed = z.encode(options, asked) as Invocation['options'];
    const written = { ...typed, lr: writeNumber(lr), wd: writeNumber(wd), ...changed } as Invocation['options'];
    return { label, sends: { command: 'train', options: written } };
  };
  if (wd === 0) return [again('With decay', { wd: writeNumber(toExperiment({ ...asked, wd: undefined }).wd) })];
  return [again('Double decay', { wd: writeNumber(2 * wd) }), again('Halve decay', { wd: writeNumber(wd / 2) })];
}
