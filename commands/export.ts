import { z } from 'zod';
import packageFile from '../package.json' with { type: 'json' };
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { experimentOptions, lrOption, toExperiment, wdListOption } from '../src/chat/experiment-options.ts';
import { MAX_CUSTOM_ID, writeCustomId, writeMessage } from '../src/chat/invocation.ts';
import { booleanOption } from '../src/chat/options.ts';
import type { Button, Reply, ReplyFile } from '../src/chat/reply.ts';
import { sameRun } from '../src/chat/run-buttons.ts';
import { curvesCsv } from '../src/export/curves.ts';
import { experimentJson } from '../src/export/experiment-json.ts';
import { scriptOf } from '../src/export/script.ts';
import { tableCsv, tableFileName } from '../src/export/table-file.ts';
import { exportText } from '../src/export/words.ts';
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

type Options = z.output<typeof options>;

export default command({
  name: 'export',
  description: 'Get an experiment as a PyTorch script that prints the same numbers, with its curves as CSV',
  options,
  async run(asked, { lab, signal, progress }) {
    const experiments = experimentsFor(asked);
    checkBudget(experiments);
    const runs = experiments.reduce((sum, { seeds }) => sum + seeds, 0);
    const histories = await lab.train(experiments, {
      signal,
      onProgress: (share) => progress(share, `Training ${runs} networks`),
    });
    const arms = experiments.map((experiment, index): Arm => ({ experiment, histories: histories[index]! }));
    const { title, verdict } = findingsOf(arms);
    const files = filesOf(
      arms,
      writeMessage(sameRun('train', asked, { lr: experiments[0]!.lr, wd: decays(experiments) })),
    );
    return {
      text: exportText(arms, title),
      pictures: [],
      files: filesOf(arms, message),
      buttons: [runHere(asked, experiments), otherOptimizer(asked, experiments[0]!)],
      private: asked.private ?? false,
      data: { experiment: experimentData(asked), verdict, runs: runsData(arms) },
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

function filesOf(arms: readonly Arm[], message: string): ReplyFile[] {
  const experiments = arms.map(({ experiment }) => experiment);
  const { table } = experiments[0]!;
  const file = (name: string, text: string): ReplyFile => ({ name, content: Buffer.from(text) });
  return [
    file('reproduce.py', scriptOf(experiments, message)),
    ...(table === undefined ? [] : [file(tableFileName(table), tableCsv(table))]),
    file('curves.csv', curvesCsv(arms)),
    file('experiment.json', experimentJson(arms, { halflife: packageFile.version, message })),
  ];
}

/** The wds that were asked for beside none; none where that was all. */
function decays([without, ...decayed]: readonly Experiment[]): number[] {
  return (decayed.length > 0 ? decayed : [without!]).map(({ wd }) => wd);
}

/** The same run as /train; of several wds the first alone, where a button has no room for all. */
function runHere(asked: Options, experiments: readonly Experiment[]): Button {
  const { lr } = experiments[0]!;
  const wd = decays(experiments);
  const all = sameRun('train', asked, { lr, wd });
  const fits = writeCustomId(all).length <= MAX_CUSTOM_ID;
  return { label: 'Run it here', sends: fits ? all : sameRun('train', asked, { lr, wd: wd.slice(0, 1) }) };
}

/** The script of another optimizer, with the lr and wd that suit it: Adam's kin know no momentum option. */
function otherOptimizer(
  { momentum: _m, nesterov: _n, lr: _lr, wd: _wd, ...asked }: Options,
  { optimizer }: Experiment,
) {
  const other = optimizer === 'adamw' ? 'sgd' : 'adamw';
  const { lr, wd } = toExperiment({ ...asked, optimizer: other });
  const label = `PyTorch with ${other === 'sgd' ? 'SGD' : 'AdamW'}`;
  return { label, sends: sameRun('export', { ...asked, optimizer: other }, { lr, wd: [wd] }) };
}
