import { z } from 'zod';
import { altText } from '../src/charts/alt-text.ts';
import { trainSpec } from '../src/charts/train-spec.ts';
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { experimentOptions, lrOption, toExperiment, wdListOption } from '../src/chat/experiment-options.ts';
import { booleanOption } from '../src/chat/options.ts';
import { experimentData, type OwnData, withNote, withOwnData } from '../src/chat/own-data.ts';
import { MAX_ALT, type Reply } from '../src/chat/reply.ts';
import { runButtons } from '../src/chat/run-buttons.ts';
import type { Arm } from '../src/findings/arm.ts';
import { findingsOf } from '../src/findings/findings.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { type Experiment, withoutDecay } from '../src/training/experiment.ts';

const MOST_WDS = 5;

const options = z.object({
  lr: lrOption,
  wd: wdListOption(MOST_WDS),
  ...experimentOptions,
  private: booleanOption('Show the reply to you alone').optional(),
});

type Asked = OwnData<z.output<typeof options>>['asked'];

export default command({
  name: 'train',
  description: 'Train a small network with and without weight decay, and see what the decay did',
  options,
  form: ['lr', 'wd', 'task', 'optimizer'],
  examples: [
    '/train lr:0.05 wd:0.01',
    '/train wd:0.001, 0.01, 0.03, 0.1',
    '/train task:ridge',
    '/train lr:0.1 momentum:0.8 wd:0.03',
  ],
  async run(options, { lab, open, signal, progress }) {
    const { asked, note, files } = await withOwnData(options, open);
    const experiments = experimentsFor(asked);
    checkBudget(experiments);
    const runs = experiments.reduce((sum, { seeds }) => sum + seeds, 0);
    const histories = await lab.train(experiments, {
      signal,
      onProgress: (share) => progress(share, `Training ${runs} networks`),
    });
    const arms = experiments.map((experiment, index): Arm => ({ experiment, histories: histories[index]! }));
    const findings = findingsOf(arms);
    const chart = trainSpec(arms, findings);
    const png = await lab.draw(chart, { signal });
    return {
      text: withNote(findings.text, note),
      pictures: [{ name: 'train.png', png, alt: altText(chart, MAX_ALT) }],
      files,
      buttons: runButtons(asked, (findings.best?.decayed ?? arms[0]!).experiment, findings.verdict),
      private: asked.private ?? false,
      data: {
        experiment: dataOf(asked),
        verdict: findings.verdict,
        runs: runsData(arms),
      },
    } satisfies Reply;
  },
});

/** The same run without decay first, then one experiment for each wd above zero, smallest first. */
function experimentsFor({ wd: wds, ...asked }: Asked): Experiment[] {
  const decayed = (wds ?? [toExperiment(asked).wd])
    .filter((wd) => wd > 0)
    .toSorted((a, b) => a - b)
    .map((wd) => toExperiment({ ...asked, wd }));
  return [withoutDecay(toExperiment(asked)), ...decayed];
}

function dataOf({ wd: wds, ...asked }: Asked) {
  const experiment = experimentData(toExperiment(asked));
  return wds === undefined ? experiment : { ...experiment, wd: wds.length === 1 ? wds[0] : wds };
}
