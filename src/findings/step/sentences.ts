import { figure, setting } from '../figures.ts';
import { type Write, writeSetting } from './digits.ts';
import type { StepStory } from './story.ts';
import { way, weightName } from './title.ts';

/** The reply's words, in Markdown: what happened, what to notice, where it leads. */
export function sentencesFor(story: StepStory, write: Write, rounded: boolean): string {
  const notes = [signNote(story, write), gradientNote(story, write), twosNote(story), sameNote(story)];
  return [
    `${lead(story, write)} ${lossSentence(story, write)}`,
    notes
      .filter((note) => note !== '')
      .map((note) => `- ${note}`)
      .join('\n'),
    [destination(story, write), rounded ? 'Numbers are shown rounded, and computed with 16 digits.' : '']
      .filter((sentence) => sentence !== '')
      .join(' '),
  ]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function lead({ kind, focus, worked, theory }: StepStory, write: Write): string {
  const { lr, wd, weights } = worked;
  const w = weightName(focus, weights.length);
  const { before, after, gradient, pull } = weights[focus]!;
  const push = `${way(-gradient)} by ${write(Math.abs(lr * gradient))}`;
  const drag = `${way(-pull)} by ${write(Math.abs(lr * pull))}`;
  const goes =
    write(before) === write(after) ? `stays at ${write(after)}` : `goes from ${write(before)} to ${write(after)}`;
  switch (kind) {
    case 'too-large': {
      const grows = theory.factor > 1 + 1e-12 ? `${writeSetting(theory.factor)} times as far` : 'as far';
      return (
        `**lr ${setting(lr)} is too large here: steps overshoot, each ${grows} as the one before** along the steepest ` +
        `direction. The stability edge is 2/(λmax + wd) = 2/(${writeSetting(theory.steepest)} + ${setting(wd)}) = ` +
        `${figure(theory.edge)}. In this step ${w} ${goes}.`
      );
    }
    case 'settled':
      return wd === 0
        ? `**It has settled at the best fit: the gradient is all but 0.** In this step ${w} ${goes}.`
        : '**It has settled: the data’s push and decay’s pull balance.** ' +
            `For ${w} the gradient is ${write(gradient)} and wd·w is ${write(pull)}; it ${goes}.`;
    case 'no-decay':
      return `**There is no decay: the data push ${w} ${push}, and it ${goes}.**`;
    case 'opposed':
      return `**The data push ${w} ${push}, decay pulls it ${drag}: it ${goes}.**`;
    case 'together':
      return gradient === 0
        ? `**The data ask nothing of ${w}, decay pulls it ${drag}: it ${goes}.**`
        : `**The data push ${w} ${push}, and decay pulls it ${drag}: it ${goes}.**`;
    case 'decay-alone':
      return `**The data ask for no change, for the fit is the best there is; decay alone pulls ${w} ${drag}: it ${goes}.**`;
    case 'at-zero':
      return `**A weight of 0 is not pulled: the data alone push ${w} ${push}, and it ${goes}.**`;
  }
}

/** What became of the data loss, beside the same step without decay, and of what the step descends. */
function lossSentence({ worked, kind }: StepStory, write: Write): string {
  const { wd, before, after, dataLossWithoutDecay } = worked;
  const data = `The training loss ${went(before.dataLoss, after.dataLoss, write)}`;
  if (wd === 0) return `${data}.`;
  const total = went(before.totalLoss, after.totalLoss, write);
  const without = write(dataLossWithoutDecay);
  if (without === write(after.dataLoss)) {
    return `${data}, in these digits as it would without decay; loss + penalty ${total}.`;
  }
  const beside = `${data}; without decay this step would end at ${without}`;
  if (after.dataLoss < dataLossWithoutDecay) {
    return `${beside}, so here the pull even helps the fit. Loss + penalty ${total}.`;
  }
  const raised = `${beside}: **shrinking the weights raised this step’s training loss**.`;
  if (kind === 'too-large') return `${raised} Loss + penalty ${total}.`;
  return `${raised} That is no fault, for the steps go down loss + penalty, which ${total}.`;
}

function went(from: number, to: number, write: Write): string {
  if (write(from) === write(to)) return `stayed at ${write(to)}`;
  return `${to > from ? 'rose' : 'fell'} from ${write(from)} to ${write(to)}`;
}

function signNote({ worked }: StepStory, write: Write): string {
  const { wd, weights } = worked;
  if (wd === 0) return '';
  const own = weights.length === 1 ? '' : ' Each weight is pulled by its own size, not by the sum of all.';
  const negative = weights.findIndex(({ before }) => before < 0);
  if (negative < 0) return `The pull wd·w has the sign of w, so a negative weight would be pulled *up*, to zero.${own}`;
  const { before, pull } = weights[negative]!;
  return (
    `${weightName(negative, weights.length)} is negative and so is its pull, ${setting(wd)}·(${write(before)}) = ` +
    `${write(pull)}: subtracted, it leads *up*, to zero, without any \`abs\`.${own}`
  );
}

function gradientNote({ exact }: StepStory, write: Write): string {
  const gradients = exact.weights.map(({ gradient }) => gradient);
  const gap = Math.max(...exact.weights.map(({ gradient, nudge }) => Math.abs(gradient - nudge.slope)));
  return (
    '`g` is the gradient *of* the loss *with respect to* a weight: PyTorch’s `w.grad` (`loss.grad` would be ' +
    `∂L/∂L = 1). By the rule, and by nudging w up and down by ${write(exact.weights[0]!.nudge.h)}, it is the same` +
    `${digitsOf(gap, gradients)}.`
  );
}

function twosNote({ worked }: StepStory): string {
  return (
    `The 2 in 2/${worked.points.length}·Σ e·x comes down from e². With ½ in front of the loss it cancels, and the push ` +
    'is half; a penalty wd·Σw² without the ½ pulls twice as hard.'
  );
}

function sameNote({ worked }: StepStory): string {
  const { lr, wd, weights } = worked;
  if (wd === 0) return '';
  const keeps = 1 - lr * wd;
  const gap = Math.max(...weights.map(({ after, afterShrinking }) => Math.abs(after - afterShrinking)));
  const past = keeps < 0 ? ', so past zero' : '';
  return (
    'In plain SGD, adding wd·w to the gradient (L2) and first multiplying each weight by 1 − lr·wd = ' +
    `${writeSetting(keeps)}${past} (decay) end at the same weights${digitsOf(
      gap,
      weights.map(({ after }) => after),
    )}.`
  );
}

/** To how many digits numbers agree that are so far apart; of numbers below one, to how many decimals. */
function digitsOf(gap: number, numbers: readonly number[]): string {
  if (gap === 0) return '';
  return ` to ${Math.floor(-Math.log10(gap / Math.max(1, ...numbers.map(Math.abs))))} digits`;
}

function destination({ kind, worked, theory, bestFit }: StepStory, write: Write): string {
  const { wd, weights } = worked;
  const values = (all: readonly number[]) =>
    all.map((value, i) => `${weightName(i, weights.length)} = ${write(value)}`).join(', ');
  const best = wd === 0 ? '' : `; without decay, at the best fit, ${values(bestFit)}`;
  switch (kind) {
    case 'too-large':
      return `Any lr below ${figure(theory.edge)} settles at ${values(theory.settlesAt)}.`;
    case 'settled':
      return wd === 0 ? '' : `Without decay it would settle at the best fit, ${values(bestFit)}.`;
    default:
      return `Step after step it settles at ${values(theory.settlesAt)}${wd === 0 ? ', the best fit' : best}.`;
  }
}
