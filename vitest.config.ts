import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Training for real takes seconds on a busy machine; no test waits on a clock to pass.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    // CI reads its counts from the file (tests/counts.ts).
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'node_modules/.vitest/results.json' },
  },
});
