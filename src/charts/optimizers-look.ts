/** SGD, SGDW, Adam, AdamW: from Okabe and Ito's palette, lit for the dark; and the runs without decay. */
export const OPTIMIZER_COLOURS = ['#7fd4ff', '#f3e45c', '#e79ccb', '#4fd1a5'] as const;
export const [, , ADAM_COLOUR, ADAMW_COLOUR] = OPTIMIZER_COLOURS;
export const FREE_COLOUR = '#f58a3c';
