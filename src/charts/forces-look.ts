import { FATE } from './forces-spec.ts';
import { COLOUR } from './theme.ts';

/** What grew and what shrank: yellow and violet, told apart in every kind of colour blindness and in greys. */
export const FATE_COLOUR: Readonly<Record<number, string>> = {
  [FATE.grew]: '#f3e45c',
  [FATE.shrank]: '#b9a6ff',
  [FATE.spared]: COLOUR.axis,
};

/** The pull, wherever it is drawn, and the line on which the push balances it. */
export const PULL_COLOUR = '#ffffff';
