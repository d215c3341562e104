import type { PairedComparison } from '../findings/compare-pairs.ts';
import type { Experiment } from '../training/experiment.ts';
import { type Compared, comparedFields } from './compare-options.ts';
import type { ExperimentFields } from './experiment-settings.ts';
import type { Invocation } from './invocation.ts';
import type { Button } from './reply.ts';
import { type RunSettings, sameRun, settingsOf, settingsText } from './run-buttons.ts';
import { writeSettingWords } from './setting-words.ts';
import { sweepAround } from './sweep-around.ts';

const MOST_SEEDS = 20;

/** What goes on from a comparison: surer, one of the two alone, other settings, the map around the better one, scripts. */
export function compareButtons(compared: Compared, { verdict, a, b }: PairedComparison, hidden: boolean): Button[] {
  const fields = comparedFields(compared);
  const arms = { a: alone(fields.a, a.experiment, hidden), b: alone(fields.b, b.experiment, hidden) };
  const better = verdict === 'b-better' || verdict === 'a-diverged' ? arms.b : arms.a;
  const unsure = (verdict === 'unclear' || verdict === 'few-seeds') && a.experiment.seeds < MOST_SEEDS;
  const again = compareInvocation(compared, hidden);
  const more = compareInvocation({ ...compared, both: { ...compared.both, seeds: MOST_SEEDS } }, hidden);
  return [
    ...(unsure ? [{ label: `${MOST_SEEDS} seeds`, sends: more }] : []),
    { label: 'Train A', sends: arms.a.as('train') },
    { label: 'Train B', sends: arms.b.as('train') },
    { label: 'Change…', sends: again, opensForm: true },
    { label: `Sweep around ${better === arms.b ? 'B' : 'A'}`, sends: better.sweep },
    { label: 'PyTorch of A', sends: arms.a.as('export') },
    { label: 'PyTorch of B', sends: arms.b.as('export') },
  ];
}

/** The same comparison, as it would be typed. */
export function compareInvocation({ a, b, both }: Compared, hidden: boolean): Invocation {
  const { lr, wd, ...settings } = both;
  return {
    command: 'compare',
    options: {
      ...(a !== undefined && { a: writeSettingWords(a) }),
      ...(b !== undefined && { b: writeSettingWords(b) }),
      ...(lr !== undefined && { lr: String(lr) }),
      ...(wd !== undefined && { wd: String(wd) }),
      ...settingsText({ ...settings, ...(hidden && { private: true }) }),
    },
  };
}

/** One of the two as a run of its own. */
function alone({ lr: _lr, wd: _wd, ...fields }: ExperimentFields, experiment: Experiment, hidden: boolean) {
  const settings: RunSettings = { ...fields, ...(hidden && { private: true }) };
  const { lr, wd } = experiment;
  return {
    as: (command: string) => sameRun(command, settings, { lr, wd: [wd] }),
    sweep: sweepAround(lr, wd, settingsOf(settings)),
  };
}
