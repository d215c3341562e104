import { altText } from '../src/charts/alt-text.ts';
import { trainSpec } from '../src/charts/train-spec.ts';
import { checkBudget } from '../src/chat/check-budget.ts';
import { command } from '../src/chat/command.ts';
import { withNote, withOwnData } from '../src/chat/own-data.ts';
import { MAX_ALT, type Reply } from '../src/chat/reply.ts';
import { runButtons } from '../src/chat/run-buttons.ts';
import { askedData, runExperiments, runOptions } from '../src/chat/run-options.ts';
import { trainArms } from '../src/chat/train-arms.ts';
import { findingsOf } from '../src/findings/findings.ts';
import { trainInShort } from '../src/findings/in-short.ts';
import { runsData } from '../src/findings/runs-data.ts';

export default command({
  name: 'train',
  description: 'Train a small network with and without weight decay, and see what the decay did',
  options: runOptions,
  form: ['lr', 'wd', 'task', 'optimizer'],
  examples: [
    '/train lr:0.05 wd:0.01',
    '/train wd:0.001, 0.01, 0.03, 0.1',
    '/train task:ridge',
    '/train lr:0.1 momentum:0.8 wd:0.03',
  ],
  async run(options, context) {
    const { lab, open, signal } = context;
    const { asked, note, files } = await withOwnData(options, open);
    const experiments = runExperiments(asked);
    checkBudget(experiments);
    const arms = await trainArms(experiments, context);
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
        experiment: askedData(asked),
        verdict: findings.verdict,
        runs: runsData(arms),
      },
      finished: trainInShort(findings, arms[0]!),
    } satisfies Reply;
  },
});
