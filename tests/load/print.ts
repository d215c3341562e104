import type { LoopDelay } from './bot-process.ts';
import type { BurstResult } from './burst.ts';
import type { Outcome } from './outcome.ts';
import type { SoakResult } from './soak.ts';
import { quantile } from './statistics.ts';

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const seconds = (value: number): string => `${(value / 1e3).toFixed(1)} s`;
const mb = (value: number): string => `${value.toFixed(0)} MB`;

function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  for (const cells of [heads, rule, ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log();
}

function spread(values: readonly number[]): string[] {
  return [0.5, 0.99, 1].map((share) => ms(quantile(values, share)));
}

function printTimes(outcome: Outcome, loops: Readonly<Record<string, LoopDelay>>): void {
  const { acknowledged, mentions } = outcome;
  printTable(
    ['', 'median', 'p99', 'max', 'goal'],
    [
      [`acknowledged (${acknowledged.length} commands and buttons)`, ...spread(acknowledged), 'p99 ≤ 500 ms'],
      [`first sign of life (${mentions.length} mentions)`, ...spread(mentions), ''],
      ...Object.entries(loops).map(([when, { p50, p99, max }]) => [
        `event loop's delay in the bot${when}`,
        ...[p50, p99, max].map(ms),
        'p99 < 50 ms',
      ]),
    ],
  );
}

function printCounts(outcome: Outcome, tookMs: number): void {
  const { asked, lost, twice, refused, placesTold, requests } = outcome;
  printTable(
    ['asked', 'lost', 'answered twice', 'refused', 'all answered after', 'places in line told', 'requests to Discord'],
    [[asked, lost.length, twice, refused, seconds(tookMs), placesTold, requests].map(String)],
  );
  for (const { kind, interaction, said } of lost) {
    const shown = interaction?.edits.map(({ content }) => content) ?? [];
    console.log(`Lost: ${kind} ${JSON.stringify(interaction?.payload.data ?? said?.content)}, of which was seen:`);
    console.log(`${JSON.stringify(shown)}\n`);
  }
}

export function printBurst({ outcome, tookMs, loopDelay }: BurstResult): void {
  printTimes(outcome, { ', while people ask': loopDelay.asking, ', afterwards': loopDelay.after });
  printCounts(outcome, tookMs);
  const { trains, waits } = outcome;
  printTable(
    [`${trains.length} /train`, 'median', 'p95'],
    [
      ['until its turn', ...[0.5, 0.95].map((share) => seconds(quantile(waits, share)))],
      ['until its chart', ...[0.5, 0.95].map((share) => seconds(quantile(trains, share)))],
    ],
  );
}

export function printMemory(memory: { start: number; warm: number; peak: number; after: number }): void {
  printTable(
    ['resident memory', 'on Discord', 'warmed up', 'at the peak', 'afterwards'],
    [['', ...[memory.start, memory.warm, memory.peak, memory.after].map(mb)]],
  );
}

export function printSoak({ outcome, tookMs, loopDelay, memory }: SoakResult): void {
  printTimes(outcome, { '': loopDelay });
  printCounts(outcome, tookMs);
  printTable(
    ['after requests', ...memory.map(({ after }) => String(after))],
    [['resident memory, at rest', ...memory.map((look) => mb(look.mb))]],
  );
  const growth = memory.at(-1)!.mb - memory[0]!.mb;
  console.log(`Grown by ${mb(growth)} since the first of these (goal: less than 50 MB).\n`);
}

/** What the bot's log warned of meanwhile, which should be nothing. */
export function printWarnings(warnings: ReadonlyMap<string, number>): void {
  for (const [words, times] of warnings) console.log(`Warned ${times} times: ${words}.\n`);
}
