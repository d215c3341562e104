/** What to begin with: a question, a run, the whole picture. Every surface greets with them. */
export const FIRST_MESSAGES = [
  'how do wd and lr work together?',
  '/train lr:0.05 wd:0.01',
  '/sweep',
] as const satisfies readonly string[];
