import { z } from 'zod';
import { command } from '../src/chat/command.ts';
import { privateOption } from '../src/chat/options.ts';
import type { Button, Reply } from '../src/chat/reply.ts';
import { MOST_STEPS, STEP_DEFAULTS, stepOptions } from '../src/chat/step-options.ts';
import { UserError } from '../src/chat/user-error.ts';
import { figure, setting } from '../src/findings/figures.ts';
import { pictureOf } from '../src/findings/step/picture.ts';
import { type StepStory, storyOf } from '../src/findings/step/story.ts';
import { pointsFor } from '../src/training/step-points.ts';
import { stepTheory } from '../src/training/step-theory.ts';

const options = z.object({
  ...stepOptions,
  private: privateOption.optional(),
});

type Options = z.output<typeof options>;

export default command({
  name: 'step',
  description: 'One update of one or two weights, every number worked by hand',
  options,
  async run(asked, { lab, signal }) {
    const story = storyOf(asked);
    if ('divergedAt' in story) throw new UserError(divergedSentence(asked, story.divergedAt));
    const { text, tex, alt } = pictureOf(story);
    const png = await lab.draw({ kind: 'formula', tex, letters: 'small' }, { signal });
    return {
      text,
      pictures: [{ name: 'step.png', png, alt }],
      files: [],
      buttons: buttonsFor(asked, story),
      private: asked.private ?? false,
      data: dataOf(story),
    } satisfies Reply;
  },
});

function divergedSentence({ lr, wd, step, start }: Options, divergedAt: number): string {
  const { edge } = stepTheory(pointsFor(start.length), lr, wd);
  return (
    `step is ${step}: at lr ${setting(lr)} and wd ${setting(wd)} the weights diverge, and in step ${divergedAt} they ` +
    `leave the numbers a computer has; step:${divergedAt - 1} can still be shown, and any lr below ${figure(edge)} settles`
  );
}

function buttonsFor(asked: Options, { step, kind, worked }: StepStory): Button[] {
  const { lr, wd } = worked;
  const changes: readonly (readonly [string, Partial<Options>])[] = [
    ['Next step', { step: step + 1 }],
    ['10 steps on', { step: step + 10 }],
    wd === 0 ? ['With decay', { wd: STEP_DEFAULTS.wd }] : ['Without decay', { wd: 0 }],
    ...(wd === 0 ? [] : [['Double decay', { wd: 2 * wd }] as const]),
    kind === 'too-large' ? ['Halve lr', { lr: lr / 2 }] : ['Double lr', { lr: 2 * lr }],
    ...(step === 1 ? [] : [['First step', { step: 1 }] as const]),
  ];
  return changes.flatMap(([label, change]) => {
    const changed = { ...asked, ...change };
    if (changed.step > MOST_STEPS) return [];
    // No step is offered whose numbers are not finite; other settings that diverge before this one start over.
    const diverges = 'divergedAt' in storyOf(changed);
    if (diverges && changed.step !== asked.step) return [];
    const sends = written(diverges ? { ...changed, step: 1 } : changed);
    return options.safeParse(sends).success ? [{ label, sends: { command: 'step', options: sends } }] : [];
  });
}

/** As text, without what is the default anyway, but for lr and wd, which a button always tells. */
function written(asked: Options): Record<string, string> {
  const usual = z.encode(options, STEP_DEFAULTS) as Record<string, string>;
  const texts = Object.entries(z.encode(options, asked) as Record<string, string>);
  return Object.fromEntries(
    texts.filter(([name, text]) => name === 'lr' || name === 'wd' || (text !== undefined && text !== usual[name])),
  );
}

/** Every worked number, for scripts. */
function dataOf({ step, start, exact, theory, bestFit, kind }: StepStory) {
  return { ...exact, step, start, kind, stabilityEdge: theory.edge, settlesAt: theory.settlesAt, bestFit };
}
