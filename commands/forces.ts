import { z } from 'zod';
import { forcesAlt, forcesSpec } from '../src/charts/forces-spec.ts';
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { withDefaults } from '../src/chat/experiment-defaults.ts';
import { experimentOptions, lrOption, toExperiment } from '../src/chat/experiment-options.ts';
import { WD_RANGE } from '../src/chat/experiment-settings.ts';
import { suggestWd } from '../src/chat/experiment-suggestions.ts';
import { usualSetting, withUsuals } from '../src/chat/experiment-usuals.ts';
import { integerOption, numberOption, privateOption, withUsual } from '../src/chat/options.ts';
import { experimentData, type OwnData, withNote, withOwnData } from '../src/chat/own-data.ts';
import { type Button, MAX_ALT, type Reply } from '../src/chat/reply.ts';
import { sameRun } from '../src/chat/run-buttons.ts';
import { trainArms } from '../src/chat/train-arms.ts';
import { UserError } from '../src/chat/user-error.ts';
import { type ForcesStudy, studyForces } from '../src/findings/forces.ts';
import { forcesText } from '../src/findings/forces-text.ts';
import { forcesInShort } from '../src/findings/in-short.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { BUDGET, costOf } from '../src/lab/budget.ts';
import { type Experiment, usesMomentum, withoutDecay } from '../src/training/experiment.ts';

const MOST_SEEDS = 20;
/** How many times the steps are offered where weights have not come to rest. */
const MORE_STEPS = 5;

const options = z.object({
  lr: withUsual(lrOption, usualSetting('lr')),
  wd: withUsual(
    numberOption('Weight decay: the pull to zero (0.01)', WD_RANGE, suggestWd(1)).optional(),
    usualSetting('wd'),
  ),
  ...withUsuals(experimentOptions),
  seed: integerOption('Whose weights to show: by default those of the most typical seed', {
    min: 1,
    max: MOST_SEEDS,
    example: '1',
  }).optional(),
  private: privateOption.optional(),
});

type Asked = OwnData<z.output<typeof options>>['asked'];

export default command({
  name: 'forces',
  description: 'See the data push and decay pull each weight, where they balance, and which weights grew',
  options,
  examples: ['/forces', '/forces task:ridge', '/forces optimizer:sgdw', '/forces wd:0.001 seed:2'],
  async run(options, context) {
    const { lab, open, signal } = context;
    const { asked, note, files } = await withOwnData(options, open);
    const experiments = experimentsFor(asked);
    checkBudget(experiments);
    const arms = await trainArms(experiments, context, { forces: true });
    const [first, second] = arms;
    const study =
      second === undefined ? studyForces(first!, null, asked.seed) : studyForces(second, first!, asked.seed);
    const chart = forcesSpec(study);
    const png = chart === null ? null : await lab.draw(chart, { signal });
    return {
      text: withNote(forcesText(study), note),
      pictures: png === null ? [] : [{ name: 'forces.png', png, alt: forcesAlt(chart!, study, MAX_ALT) }],
      files,
      buttons: buttonsFor(asked, study),
      private: asked.private ?? false,
      data: {
        experiment: experimentData(study.experiment),
        verdict: study.verdict,
        runs: runsData(arms),
        seed: study.shown?.balance.seed ?? null,
        balances: study.balances,
      },
      finished: forcesInShort(study),
    } satisfies Reply;
  },
});

/** The same run without decay first, where there is one; seeds up to the one whose weights are wanted. */
function experimentsFor(asked: Asked): Experiment[] {
  const experiment = toExperiment(withSeeds(asked));
  return experiment.wd === 0 ? [experiment] : [withoutDecay(experiment), experiment];
}

function withSeeds({ seed, ...asked }: Asked): Omit<Asked, 'seed'> {
  const { seeds } = withDefaults(asked);
  if (seed === undefined || seed <= seeds) return asked;
  if (asked.seeds === undefined) return { ...asked, seeds: seed };
  throw new UserError(
    `seed is ${seed}, but seeds is ${seeds}, which trains seeds 1 to ${seeds}: try seeds:${seed}, or leave seeds out`,
  );
}

/** What to look at next: another decay, what calms weights that do not rest yet, another task, the losses. */
function buttonsFor(asked: Asked, { experiment, verdict }: ForcesStudy): Button[] {
  const { lr, wd, task } = experiment;
  const { seed, ...settings } = asked;
  const again = (label: string, changed: { lr?: number; wd?: number; settings?: Partial<Asked> }): Button => {
    const { command, options } = sameRun(
      'forces',
      { ...settings, ...changed.settings },
      { lr: changed.lr ?? lr, wd: [changed.wd ?? wd] },
    );
    return { label, sends: { command, options: seed === undefined ? options : { ...options, seed: String(seed) } } };
  };
  const other = task === 'ridge' ? 'curve' : 'ridge';
  const shown = asked.private === true ? { private: 'true' } : {};
  return [
    ...(wd === 0 ? [again('With decay', { wd: withDefaults({ ...settings, wd: undefined }).wd })] : []),
    ...(verdict === 'diverged' && lr / 2 > 0 ? [again('Halve lr', { lr: lr / 2 })] : []),
    ...(wd > 0 && verdict !== 'diverged' && 2 * wd <= WD_RANGE.max ? [again('Double decay', { wd: 2 * wd })] : []),
    ...(wd > 0 && wd / 2 > 0 ? [again('Halve decay', { wd: wd / 2 })] : []),
    ...(verdict === 'nearly' || verdict === 'moving' ? calmer(experiment, again) : []),
    { label: `Task ${other}`, sends: { command: 'forces', options: { task: other, ...shown } } },
    { label: 'Train it', sends: sameRun('train', settings, { lr, wd: [wd] }) },
  ];
}

/** What lets weights come to rest that have not. */
function calmer(
  experiment: Experiment,
  again: (label: string, changed: { settings: Partial<Asked> }) => Button,
): Button[] {
  const { schedule, optimizer, batch, steps } = experiment;
  if (schedule !== 'constant' || batch !== 'all') return [];
  if (!usesMomentum(optimizer)) return [again('With a falling lr', { settings: { schedule: 'cosine' } })];
  const more = { ...experiment, steps: MORE_STEPS * steps };
  const fits = more.steps <= 100_000 && costOf([withoutDecay(more), more]) <= BUDGET;
  return fits ? [again(`${MORE_STEPS} times the steps`, { settings: { steps: more.steps } })] : [];
}
