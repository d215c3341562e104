import { z } from 'zod';
import { sweepAltText } from '../src/charts/sweep-alt-text.ts';
import { sweepSpec } from '../src/charts/sweep-spec.ts';
import { type Context, command } from '../src/chat/command.ts';
import { experimentOptions } from '../src/chat/experiment-options.ts';
import { withUsuals } from '../src/chat/experiment-usuals.ts';
import { showNowAndThen } from '../src/chat/live-pictures.ts';
import { privateOption, withUsual } from '../src/chat/options.ts';
import { experimentData, type OwnData, withNote, withOwnData } from '../src/chat/own-data.ts';
import { MAX_ALT, type Reply, say } from '../src/chat/reply.ts';
import { sweepButtons } from '../src/chat/sweep-buttons.ts';
import { lrsOption, wdsOption } from '../src/chat/sweep-options.ts';
import { SEEDS, type SweepPlan, sweepPlan } from '../src/chat/sweep-plan.ts';
import { timeLeft } from '../src/chat/time-left.ts';
import type { Arm } from '../src/findings/arm.ts';
import { count } from '../src/findings/figures.ts';
import { sweepInShort } from '../src/findings/in-short.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { gridOf } from '../src/findings/sweep/grid.ts';
import type { Cut } from '../src/findings/sweep/lead.ts';
import { LEAST_CELLS, sweepFindings } from '../src/findings/sweep/sweep.ts';
import { sweepData } from '../src/findings/sweep/sweep-data.ts';
import { TimeLimitError } from '../src/lab/lab.ts';
import type { History } from '../src/training/history.ts';

/** Enough to see whether a run had finished learning; one of them near three quarters of the way. */
const RECORDS = 8;

/** In milliseconds: from then on there is a Stop to press, even where no cell is done. */
const SLOW = 3_000;

const options = z.object({
  lrs: lrsOption,
  wds: wdsOption,
  ...withUsuals(experimentOptions),
  seeds: withUsual(experimentOptions.seeds, () => String(SEEDS)),
  private: privateOption.optional(),
});

type Asked = OwnData<z.output<typeof options>>['asked'];

export default command({
  name: 'sweep',
  description: 'Map the validation loss over many learning rates and weight decays at once',
  options,
  async run(typed, context) {
    const { asked, note, files } = await withOwnData(typed, context.open);
    const plan = sweepPlan(asked);
    const done = createCollection(plan);
    const reply = (cut: Cut) => replyOf(asked, plan, done.arms(), cut, context);

    const began = performance.now();
    let announced = false;
    let shown = 0;
    const live = showNowAndThen(async () => {
      if (done.arms().length < LEAST_CELLS) {
        if (announced || performance.now() - began < SLOW) return null;
        announced = true;
        return announcement(asked, plan);
      }
      if (done.arms().length === shown) return null;
      shown = done.arms().length;
      return { ...(await reply(null)), buttons: [], stoppable: true };
    }, context.show);
    const cut = await trained(plan, done.add, context).finally(() => live.end());
    const last = await reply(cut);
    return { ...last, text: withNote(last.text, note), files };
  },
});

function announcement({ private: hidden = false }: Asked, { experiments }: SweepPlan): Reply {
  const words = `**Filling a map of ${count(experiments.length)} cells**: it shows as soon as the first of them are done.`;
  return { ...say(words, { private: hidden }), stoppable: true };
}

/** Trains until all is done, or the asker has seen enough, or time runs out; tells which of these it was. */
async function trained(
  { experiments, shared }: SweepPlan,
  onHistory: (experiment: number, history: History) => void,
  { lab, signal, enough, progress }: Context,
): Promise<Cut> {
  const began = performance.now();
  const networks = count(experiments.length * shared.seeds);
  try {
    await lab.train(experiments, {
      records: RECORDS,
      signal: AbortSignal.any([signal, enough]),
      onHistory,
      onProgress: (share) => {
        const left = timeLeft(share, performance.now() - began);
        progress(share, `Training ${networks} networks${left && `, ${left}`}`);
      },
    });
    return null;
  } catch (error) {
    if (enough.aborted && !signal.aborted) return 'stopped';
    if (error instanceof TimeLimitError) return 'late';
    throw error;
  }
}

/** The cells all of whose seeds are done. */
function createCollection({ experiments, shared }: SweepPlan) {
  const histories = experiments.map((): History[] => []);
  return {
    add(experiment: number, history: History): void {
      histories[experiment]![history.seed - 1] = history;
    },
    arms: (): Arm[] =>
      experiments.flatMap((experiment, index) => {
        const runs = histories[index]!.filter((history) => history !== undefined);
        return runs.length === shared.seeds ? [{ experiment, histories: runs }] : [];
      }),
  };
}

async function replyOf(
  asked: Asked,
  plan: SweepPlan,
  arms: readonly Arm[],
  cut: Cut,
  { lab, signal }: Context,
): Promise<Reply> {
  const { lrs, wds, shared } = plan;
  const grid = gridOf(lrs, wds, arms);
  const findings = sweepFindings(grid, shared, cut);
  const chart = sweepSpec(grid, shared, findings);
  const png = await lab.draw(chart, { signal });
  return {
    text: findings.text,
    pictures: [{ name: 'sweep.png', png, alt: sweepAltText(chart, MAX_ALT) }],
    files: [],
    buttons: sweepButtons(asked, plan, findings.best),
    private: asked.private ?? false,
    data: { experiment: sweptData(plan), ...sweepData(grid, shared, findings), runs: runsData(arms) },
    ...(arms.length >= LEAST_CELLS && { finished: sweepInShort(grid, findings, shared.seeds) }),
  };
}

function sweptData({ shared, lrs, wds }: SweepPlan) {
  const { lr: _lr, wd: _wd, ...settings } = experimentData(shared);
  return { ...settings, lrs, wds };
}
