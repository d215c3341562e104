import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Verdict } from '../findings/verdict.ts';
import type { Experiment } from '../training/experiment.ts';
import { withDefaults } from './experiment-defaults.ts';
import { experimentOptions } from './experiment-options.ts';
import { type ExperimentFields, WD_RANGE } from './experiment-settings.ts';
import { type Invocation, MAX_CUSTOM_ID, writeCustomId } from './invocation.ts';
import { writeNumber } from './numbers.ts';
import { privateOption, traitsOf } from './options.ts';
import type { Button } from './reply.ts';
import { sweepAround } from './sweep-around.ts';

/** What goes on from a run: the same experiment with another wd or lr, other settings, its map, its script. */

const settings = z.object({ ...experimentOptions, private: privateOption.optional() });

type Setting = keyof typeof settings.shape;

/** Checked options of a run beside its lr and wd. */
export type RunSettings = z.output<typeof settings> & Pick<ExperimentFields, 'table'>;

/** Checked options of a run: of several wds, those asked for. */
export type RunOptions = RunSettings & {
  readonly lr?: number | undefined;
  readonly wd?: readonly number[] | undefined;
};

/**
 * Under every run, the most useful first.
 * @param asked the options as they were given.
 * @param experiment the run to go on from: of several wds the one that did best.
 */
export function runButtons(asked: RunOptions, experiment: Experiment, verdict: Verdict | null): Button[] {
  return [
    ...otherDecays(asked, experiment, verdict),
    change(asked, experiment),
    { label: 'Sweep around here', sends: sweepAround(experiment.lr, experiment.wd, settingsOf(asked)) },
    pytorch(asked, experiment),
  ];
}

/** The run itself, to be sent as another command or with another lr or wd. */
export function sameRun(
  command: string,
  asked: RunSettings,
  { lr, wd }: { readonly lr: number; readonly wd: readonly number[] },
): Invocation {
  return {
    command,
    options: { lr: writeNumber(lr), wd: wd.map(writeNumber).join(', '), ...settingsOf(asked) },
  };
}

/** What to try next: less or more decay, or a smaller lr where it diverged. */
function otherDecays(asked: RunOptions, { lr, wd }: Experiment, verdict: Verdict | null): Button[] {
  const again = (label: string, changed: { lr?: number; wd?: number }): Button => ({
    label,
    sends: sameRun('train', asked, { lr: changed.lr ?? lr, wd: [changed.wd ?? wd] }),
  });
  if (wd === 0) return [again('With decay', { wd: usualWd(asked) })];
  const less = [...(wd / 2 > 0 ? [again('Halve decay', { wd: wd / 2 })] : []), again('No decay', { wd: 0 })];
  if (verdict === 'diverged') return [...(lr / 2 > 0 ? [again('Halve lr', { lr: lr / 2 })] : []), ...less];
  return 2 * wd <= WD_RANGE.max ? [again('Double decay', { wd: 2 * wd }), ...less] : less;
}

/** The wd that shows something with these settings. */
function usualWd(asked: RunOptions): number {
  return withDefaults({ ...asked, wd: undefined }).wd;
}

/** The form filled in with what was asked for; what is the default anyway too, where a button has the room for it. */
function change(asked: RunOptions, { lr, wd, task, optimizer }: Experiment): Button {
  const all = sameRun('train', asked, { lr, wd: asked.wd ?? [wd] });
  const { lr: lrText, wd: wdText, ...others } = all.options;
  const filled = { ...all, options: { lr: lrText!, wd: wdText!, task, optimizer, ...others } };
  const sends = firstThatFits([filled, all, sameRun('train', asked, { lr, wd: [wd] })], { opensForm: true });
  return { label: 'Change…', sends, opensForm: true };
}

/** The script of every wd asked for; of the one to go on from, where a button has no room for all. */
function pytorch(asked: RunOptions, { lr, wd }: Experiment): Button {
  const wds = [asked.wd ?? [wd], [wd]];
  return { label: 'PyTorch', sends: firstThatFits(wds.map((each) => sameRun('export', asked, { lr, wd: each }))) };
}

/** The first that a button can hold; the last where none is that short. */
export function firstThatFits(choices: readonly Invocation[], { opensForm = false } = {}): Invocation {
  return choices.find((sends) => writeCustomId(sends, { opensForm }).length <= MAX_CUSTOM_ID) ?? choices.at(-1)!;
}

/** The settings as text; those that change nothing are left out, for a button holds 100 characters. */
export function settingsOf({ lr: _lr, wd: _wd, ...asked }: RunSettings & { lr?: unknown; wd?: unknown }) {
  let kept: RunSettings = asked;
  for (const name of Object.keys(settings.shape) as Setting[]) {
    if (!(name in asked) || isAboutMoreThanTheRun(name)) continue;
    const { [name]: _, ...fewer } = kept;
    // Unchecked: without its momentum, nesterov would not go together with what is left.
    if (isDeepStrictEqual(withDefaults(fewer), withDefaults(asked))) kept = fewer;
  }
  return settingsText(kept);
}

/** All of these settings as they would be typed. */
export function settingsText(given: RunSettings): Invocation['options'] {
  return z.encode(settings, given) as Invocation['options'];
}

/** Who sees it, a file and its target: no setting of the experiment tells of them. */
function isAboutMoreThanTheRun(name: Setting): boolean {
  return name === 'private' || name === 'target' || traitsOf(settings.shape[name]).kind === 'attachment';
}
