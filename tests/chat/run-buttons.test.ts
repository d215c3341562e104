import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import train from '../../commands/train.ts';
import { toExperiment } from '../../src/chat/experiment-options.ts';
import { parseCustomId, writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_LABEL } from '../../src/chat/reply.ts';
import { type RunOptions, runButtons } from '../../src/chat/run-buttons.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { anyTrainOptions } from './train-options.ts';

/** The experiments that a press of what was sent would run, by the command's own reading of it. */
function experimentsOf(raw: Readonly<Record<string, string>>): Experiment[] {
  const { wd, ...asked } = train.options.parse({ ...raw }) as RunOptions;
  return wd!.map((each) => toExperiment({ ...asked, wd: each }));
}

/** Options that go together, and the run that the buttons go on from. */
const anyRun = anyTrainOptions
  .map((asked) => ({ asked, experiment: drawn(asked) }))
  .filter((run): run is { asked: typeof run.asked; experiment: Experiment } => run.experiment !== null);

function drawn({ wd: wds, ...asked }: RunOptions): Experiment | null {
  try {
    return toExperiment({ ...asked, wd: wds?.[0] });
  } catch {
    return null;
  }
}

describe('the buttons of any run', () => {
  test('send the same experiment with the lr or the wd they name, and read back from their custom_id', () => {
    fc.assert(
      fc.property(anyRun, fc.constantFrom('helped', 'diverged', null), ({ asked, experiment }, verdict) => {
        const { lr, wd } = experiment;
        const expected: Record<string, Experiment[]> = {
          'Double decay': [{ ...experiment, wd: 2 * wd }],
          'Halve decay': [{ ...experiment, wd: wd / 2 }],
          'No decay': [{ ...experiment, wd: 0 }],
          'With decay': [toExperiment({ ...asked, wd: undefined })],
          'Halve lr': [{ ...experiment, lr: lr / 2 }],
          'Change…': (asked.wd ?? [wd]).map((each) => ({ ...experiment, wd: each })),
        };
        const buttons = runButtons(asked, experiment, verdict);
        expect(new Set(buttons.map(({ label }) => label)).size).toBe(buttons.length);
        for (const { label, sends } of buttons) {
          expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
          const back = parseCustomId(writeCustomId(sends));
          expect({ ...back.options }).toEqual(sends.options);
          if (asked.private !== undefined) expect(back.options['private']).toBe(String(asked.private));
          if (sends.command !== 'train') continue;
          const [first] = expected[label]!;
          const run = experimentsOf(back.options);
          // Of several wds a button may have room for one alone.
          expect(run, label).toEqual(run.length === 1 ? [first] : expected[label]);
        }
      }),
    );
  });

  test('are never more than seven, the next decay first', () => {
    fc.assert(
      fc.property(anyRun, ({ asked, experiment }) => {
        const labels = runButtons(asked, experiment, 'helped').map(({ label }) => label);
        expect(labels.length).toBeLessThanOrEqual(7);
        if (experiment.wd > 0 && experiment.wd <= 500) expect(labels[0]).toBe('Double decay');
      }),
    );
  });
});
