import { styleText } from 'node:util';
import { examine } from './examine.ts';
import type { Finding, State } from './finding.ts';

/** `npm run doctor`: looks at everything the bot needs, and says what to do about what is not well. */

const COLOURS: Record<State, 'green' | 'yellow' | 'red' | 'dim'> = {
  ok: 'green',
  warning: 'yellow',
  failed: 'red',
  skipped: 'dim',
};
const STATE_WIDTH = 9;
const ABOUT_WIDTH = 14;

function lines({ state, about, says, remedy }: Finding): string {
  const word = styleText(COLOURS[state], state.padEnd(STATE_WIDTH));
  const line = `${word}${about.padEnd(ABOUT_WIDTH)}${says}\n`;
  return remedy === undefined ? line : `${line}${' '.repeat(STATE_WIDTH)}→ ${remedy}\n`;
}

const counts: Record<State, number> = { ok: 0, warning: 0, failed: 0, skipped: 0 };
for await (const finding of examine({
  file: '.env',
  environment: process.env,
  commandsFolder: new URL('../../commands/', import.meta.url),
})) {
  counts[finding.state]++;
  process.stdout.write(lines(finding));
}
const warnings = `${counts.warning} warning${counts.warning === 1 ? '' : 's'}`;
process.stdout.write(`\n${counts.ok} ok, ${warnings}, ${counts.failed} failed\n`);
// What was given up on is not waited for.
process.exit(counts.failed === 0 ? 0 : 1);
