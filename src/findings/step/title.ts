import { setting } from '../figures.ts';
import type { StepStory } from './story.ts';

/** The finding in a few words, at most some forty letters. */
export function titleOf({ kind, focus, worked }: StepStory): string {
  const { lr, weights } = worked;
  const w = weightName(focus, weights.length);
  const { gradient, pull } = weights[focus]!;
  switch (kind) {
    case 'too-large':
      return `lr ${setting(lr)} is too large: it overshoots`;
    case 'settled':
      return pull === 0 ? 'It has settled at the best fit' : 'It has settled: push and pull balance';
    case 'no-decay':
      return `No decay: the data alone move ${w} ${way(-gradient)}`;
    case 'opposed':
      return `The data push ${w} ${way(-gradient)}, decay pulls it ${way(-pull)}`;
    case 'together':
      return gradient === 0 ? `Decay alone moves ${w} here` : `Data and decay both move ${w} ${way(-pull)}`;
    case 'decay-alone':
      return `The data ask nothing: decay alone moves ${w}`;
    case 'at-zero':
      return `A weight of 0 is not pulled: the data move ${w}`;
  }
}

/** w₁ or w₂; just w where there is one. */
export function weightName(index: number, weights: number): string {
  return weights === 1 ? 'w' : `w${['₁', '₂'][index]}`;
}

export function way(change: number): 'up' | 'down' {
  return change > 0 ? 'up' : 'down';
}
