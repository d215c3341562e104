import { decimalsFor, isExact, writer } from './digits.ts';
import { sentencesFor } from './sentences.ts';
import { spokenStep } from './spoken.ts';
import type { StepStory } from './story.ts';
import { titleOf } from './title.ts';
import { workedFormula } from './worked-formula.ts';

/** A step in words, as the TeX of its picture, and as that picture's alternative text: the same digits in all three. */
export function pictureOf(story: StepStory): { readonly text: string; readonly tex: string; readonly alt: string } {
  const decimals = decimalsFor(story.worked);
  const write = writer(decimals);
  const rounded = numbersIn(story.worked).some((number) => !isExact(number, decimals));
  return {
    text: sentencesFor(story, write, rounded),
    tex: workedFormula({ title: texTitle(titleOf(story)), step: story.step, worked: story.worked, write, rounded }),
    alt: spokenStep(story, write),
  };
}

/** w₁ as TeX has it. */
function texTitle(title: string): string {
  return title.replace(/\bw([₁₂]?)(?!\w)/gu, (_, index: string) => {
    return `$w${index === '' ? '' : `_${'₁₂'.indexOf(index) + 1}`}$`;
  });
}

function numbersIn(part: unknown): number[] {
  return typeof part === 'number' ? [part] : Object.values(part as object).flatMap(numbersIn);
}
