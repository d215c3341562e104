import { readFileSync } from 'node:fs';

/** Prints the counts of the last vitest run that CI made, in the plainest form there is. */
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
  readFileSync(new URL('../node_modules/.vitest/results.json', import.meta.url), 'utf8'),
) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>;

console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
