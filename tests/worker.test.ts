import { expect, test } from 'vitest';
import { startProcess } from './process.ts';
import { INTERACTION_TOKEN } from './secrets/interaction-token.ts';

const WORKER = new URL('./secrets/worker.ts', import.meta.url).pathname;

test('what breaks in a worker and nobody catches ends it with a line in the log, and tells no secret', async () => {
  await using worker = startProcess(WORKER, {
    DISCORD_TOKEN: 'front.middle.end-of-the-token',
    DISCORD_API: 'http://127.0.0.1:1',
    DATABASE_URL: 'postgres://halflife@127.0.0.1:1/halflife',
  });
  await expect.poll(worker.stderr, { timeout: 30_000 }).toContain('at work');
  worker.child.kill('SIGUSR2');
  expect(await worker.closed).toBe(1);
  expect(worker.stderr()).toContain('something broke that nobody caught');
  expect(worker.stdout() + worker.stderr()).not.toContain(INTERACTION_TOKEN);
}, 60_000);
