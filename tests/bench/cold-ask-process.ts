const start = performance.now();
const { openKnowledge } = await import('../../src/answers/knowledge.ts');
const imported = performance.now();
openKnowledge(new URL('../../src/answers/', import.meta.url));
const load = performance.now() - imported;
const [{ openLab }, { createTimedAsk }] = await Promise.all([
  import('../../src/lab/index.ts'),
  import('./timed-ask.ts'),
]);

/** What the first question of a fresh process takes. */
export interface ColdAsk {
  readonly import: number;
  readonly load: number;
  readonly text: number;
  readonly chart: number;
}

const lab = openLab();
const ask = await createTimedAsk(lab);
const { text, chart } = await ask('how do wd and lr work together?');
await lab.close();
console.log(JSON.stringify({ import: imported - start, load, text, chart } satisfies ColdAsk));
