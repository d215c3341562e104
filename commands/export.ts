import packageFile from '../package.json' with { type: 'json' };
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { toExperiment } from '../src/chat/experiment-options.ts';
import { writeMessage } from '../src/chat/invocation.ts';
import { withOwnData } from '../src/chat/own-data.ts';
import type { Button, Reply, ReplyFile } from '../src/chat/reply.ts';
import { firstThatFits, sameRun } from '../src/chat/run-buttons.ts';
import { type AskedRun, askedData, runExperiments, runOptions } from '../src/chat/run-options.ts';
import { trainArms } from '../src/chat/train-arms.ts';
import { curvesCsv } from '../src/export/curves.ts';
import { experimentJson } from '../src/export/experiment-json.ts';
import { namesOf } from '../src/export/files.ts';
import { scriptOf } from '../src/export/script.ts';
import { nudged, sensitivities } from '../src/export/sensitivity.ts';
import { tableCsv } from '../src/export/table-csv.ts';
import { exportText } from '../src/export/words.ts';
import type { Arm } from '../src/findings/arm.ts';
import { findingsOf } from '../src/findings/findings.ts';
import { runsData } from '../src/findings/runs-data.ts';
import { BUDGET, costOf } from '../src/lab/budget.ts';
import type { Experiment } from '../src/training/experiment.ts';

export default command({
  name: 'export',
  description: 'Get an experiment as a PyTorch script that prints the same numbers, with its curves as CSV',
  options: runOptions,
  async run(options, context) {
    const { asked, files } = await withOwnData(options, context.open);
    const experiments = runExperiments(asked);
    checkBudget(experiments);
    const moved = experiments.map(nudged);
    const trained = costOf([...experiments, ...moved]) <= BUDGET ? [...experiments, ...moved] : experiments;
    const all = await trainArms(trained, context);
    const [arms, movedArms] = [all.slice(0, experiments.length), all.slice(experiments.length)];
    const { title, verdict } = findingsOf(arms);
    return {
      text: exportText({
        arms,
        finding: title,
        sensitivities: movedArms.length > 0 ? arms.map((arm, index) => sensitivities(arm, movedArms[index]!)) : null,
      }),
      pictures: [],
      files: [...files, ...filesOf(arms, messageFor(asked, experiments))],
      buttons: [runHere(asked, experiments), otherOptimizer(asked, experiments[0]!)],
      private: asked.private ?? false,
      data: { experiment: askedData(asked), verdict, runs: runsData(arms) },
    } satisfies Reply;
  },
});

/** What to type for these runs, whoever may see them. */
function messageFor({ private: _, ...asked }: AskedRun, experiments: readonly Experiment[]): string {
  return writeMessage(sameRun('train', asked, { lr: experiments[0]!.lr, wd: decays(experiments) }));
}

function filesOf(arms: readonly Arm[], message: string): ReplyFile[] {
  const experiments = arms.map(({ experiment }) => experiment);
  const { table } = experiments[0]!;
  const names = namesOf(table);
  const file = (name: string, text: string): ReplyFile => ({ name, content: Buffer.from(text) });
  return [
    file(names.script, scriptOf(experiments, message)),
    ...(table === undefined ? [] : [file(names.table, tableCsv(table))]),
    file(names.curves, curvesCsv(arms)),
    file(names.experiment, experimentJson(arms, { halflife: packageFile.version, message })),
  ];
}

/** The wds that were asked for beside none; none where that was all. */
function decays([without, ...decayed]: readonly Experiment[]): number[] {
  return (decayed.length > 0 ? decayed : [without!]).map(({ wd }) => wd);
}

/** The same run as /train; of several wds the first alone, where a button has no room for all. */
function runHere(asked: AskedRun, experiments: readonly Experiment[]): Button {
  const { lr } = experiments[0]!;
  const wds = decays(experiments);
  return {
    label: 'Run it here',
    sends: firstThatFits([wds, wds.slice(0, 1)].map((wd) => sameRun('train', asked, { lr, wd }))),
  };
}

/** The script of another optimizer, with the lr and wd that suit it; AdamW takes neither momentum nor nesterov. */
function otherOptimizer(
  { momentum: _m, nesterov: _n, lr: _lr, wd: _wd, ...asked }: AskedRun,
  { optimizer }: Experiment,
): Button {
  const other = optimizer === 'adamw' ? 'sgd' : 'adamw';
  const { lr, wd } = toExperiment({ ...asked, optimizer: other });
  const label = `PyTorch with ${other === 'sgd' ? 'SGD' : 'AdamW'}`;
  return { label, sends: sameRun('export', { ...asked, optimizer: other }, { lr, wd: [wd] }) };
}
