import { z } from 'zod';
import { optimizersAlt, optimizersSpec } from '../src/charts/optimizers-spec.ts';
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { experimentOptions, lrOption, toExperiment } from '../src/chat/experiment-options.ts';
import { WD_RANGE } from '../src/chat/experiment-settings.ts';
import { suggestWd } from '../src/chat/experiment-suggestions.ts';
import { withUsuals } from '../src/chat/experiment-usuals.ts';
import { numberOption, privateOption } from '../src/chat/options.ts';
import { experimentData, type OwnData, withNote, withOwnData } from '../src/chat/own-data.ts';
import { type Button, MAX_ALT, type Reply } from '../src/chat/reply.ts';
import { sameRun } from '../src/chat/run-buttons.ts';
import { trainArms } from '../src/chat/train-arms.ts';
import type { Arm } from '../src/findings/arm.ts';
import { optimizersInShort } from '../src/findings/in-short.ts';
import { type OptimizerRuns, optimizerExperiments, studyOptimizers } from '../src/findings/optimizers.ts';
import { NOISE_EXPERIMENTS, noiseStudy } from '../src/findings/optimizers-noise.ts';
import { OPTIMIZER_NAMES, optimizersText } from '../src/findings/optimizers-text.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { type Experiment, OPTIMIZERS, type TaskName, usesMomentum } from '../src/training/experiment.ts';

/** An lr and a wd with which each of the four learns, and its decay shows: measured, over five seeds each. */
const DEFAULTS: Readonly<Record<TaskName, { readonly lr: number; readonly wd: number }>> = {
  curve: { lr: 0.02, wd: 0.01 },
  ridge: { lr: 0.03, wd: 0.667 },
  moons: { lr: 0.03, wd: 0.01 },
  wide: { lr: 0.01, wd: 0.1 },
  csv: { lr: 0.01, wd: 0.01 },
};

const { optimizer: _, ...settings } = experimentOptions;

const options = z.object({
  lr: lrOption,
  wd: numberOption(
    'Weight decay: the pull to zero (0.01), the same for all four',
    { ...WD_RANGE, aboveMin: true },
    suggestWd(1),
  ).optional(),
  ...withUsuals(settings),
  private: privateOption.optional(),
});

type Asked = OwnData<z.output<typeof options>>['asked'];

export default command({
  name: 'optimizers',
  description: 'SGD, SGDW, Adam and AdamW with the same lr and wd: where L2 is weight decay and where not',
  options,
  examples: ['/optimizers', '/optimizers momentum:0', '/optimizers task:ridge', '/optimizers lr:0.01 wd:0.03'],
  async run(options, context) {
    const { lab, open, signal } = context;
    const { asked, note, files } = await withOwnData(options, open);
    const experiment = bySgd(asked);
    const planned = optimizerExperiments(experiment);
    const experiments = inOrder(planned);
    checkBudget(experiments);
    const [arms, onNoise] = await Promise.all([
      trainArms(experiments, context),
      lab.train(NOISE_EXPERIMENTS, { signal, noise: true, records: 2 }),
    ]);
    const study = studyOptimizers(experiment, outOfOrder(planned, arms), noiseStudy(onNoise));
    const chart = optimizersSpec(study);
    const png = await lab.draw(chart, { signal });
    return {
      text: withNote(optimizersText(study), note),
      pictures: [{ name: 'optimizers.png', png, alt: optimizersAlt(chart, study, MAX_ALT) }],
      files,
      buttons: buttonsFor(asked, experiment),
      private: asked.private ?? false,
      data: {
        experiment: experimentData(experiment),
        verdict: Object.fromEntries(study.findings.map(({ optimizer, comparison }) => [optimizer, comparison.verdict])),
        runs: runsData(arms.slice(0, WITHOUT_PLAIN)),
        left: Object.fromEntries(study.findings.map(({ optimizer, left }) => [optimizer, left])),
        gaps: { plain: study.plainGap, momentum: study.momentumGap, adam: study.adamGap },
        noise: study.noise,
      },
      finished: optimizersInShort(study),
    } satisfies Reply;
  },
});

/** The settings as SGD has them, which takes a momentum where Adam takes none. */
function bySgd(asked: Asked): Experiment {
  const usual = toExperiment({ ...asked, optimizer: 'sgd' });
  const { lr, wd } = DEFAULTS[usual.task];
  // Of a table the usual lr may be smaller than the task's, for the sake of its features.
  return { ...usual, lr: asked.lr ?? Math.min(lr, usual.lr), wd: asked.wd ?? wd };
}

/** Without decay first, as in every reply's runs; the pair without momentum, if there is one, last. */
function inOrder({ free, decayed, plain }: OptimizerRuns<Experiment>): Experiment[] {
  return [
    free.sgd,
    free.adam,
    ...OPTIMIZERS.map((optimizer) => decayed[optimizer]),
    ...(plain === null ? [] : [plain.sgd, plain.sgdw]),
  ];
}

/** How many of them are the comparison's own. */
const WITHOUT_PLAIN = 2 + OPTIMIZERS.length;

function outOfOrder({ plain }: OptimizerRuns<Experiment>, arms: readonly Arm[]): OptimizerRuns<Arm> {
  const [freeSgd, freeAdam, sgd, sgdw, adam, adamw, plainSgd, plainSgdw] = arms;
  return {
    free: { sgd: freeSgd!, adam: freeAdam! },
    decayed: { sgd: sgd!, sgdw: sgdw!, adam: adam!, adamw: adamw! },
    plain: plain === null ? null : { sgd: plainSgd!, sgdw: plainSgdw! },
  };
}

/** Each optimizer by itself, and the same without momentum, where SGD's L2 is weight decay. */
function buttonsFor(asked: Asked, { lr, wd, momentum, task }: Experiment): Button[] {
  const { momentum: _momentum, nesterov: _nesterov, ...plain } = asked;
  const other: TaskName = task === 'ridge' ? 'curve' : 'ridge';
  return [
    ...OPTIMIZERS.map((optimizer): Button => {
      const own = usesMomentum(optimizer) ? asked : plain;
      return {
        label: `Train ${OPTIMIZER_NAMES[optimizer]}`,
        sends: sameRun('train', { ...own, optimizer }, { lr, wd: [wd] }),
      };
    }),
    ...(momentum > 0
      ? [{ label: 'Without momentum', sends: sameRun('optimizers', { ...plain, momentum: 0 }, { lr, wd: [wd] }) }]
      : []),
    ...(2 * wd <= WD_RANGE.max
      ? [{ label: 'Double decay', sends: sameRun('optimizers', asked, { lr, wd: [2 * wd] }) }]
      : []),
    {
      label: `Task ${other}`,
      sends: { command: 'optimizers', options: { task: other, ...(asked.private === true && { private: 'true' }) } },
    },
  ];
}
