import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Training for real takes seconds on a busy machine, which may make a test slow but not fail it: tests wait for a
    // sign and not for a while, and where a time is the promise they ask several times or leave several times as much.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: '100%',
    // CI reads its counts from the file (tests/counts.ts).
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'node_modules/.vitest/results.json' },
  },
});
