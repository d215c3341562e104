import { describe, expect, it } from 'vitest';
import forget from '../../commands/forget.ts';
import history from '../../commands/history.ts';
import { MemoryUnavailableError } from '../../src/chat/memory.ts';
import { remembering } from './remembering.ts';

describe('/forget', () => {
  it('deletes all of the asker’s and nothing of anybody else’s, and says how many it was', async () => {
    const { ran, context } = remembering();
    for (const message of ['/sweep', '/train', '/forces']) await ran('ada', message);
    await ran('bob', '/sweep');
    const reply = await forget.run({}, context('ada'));
    expect(reply).toMatchObject({ private: true, data: { forgotten: 3 } });
    expect(reply.text).toMatch(/^Forgotten: all 3 runs that I remembered of you\./u);
    expect(reply.text).toContain('What runs still, and what you run from now on, is kept again');
    expect((await history.run({}, context('ada'))).data).toEqual([]);
    expect((await history.run({}, context('bob'))).data).toHaveLength(1);
    expect((await forget.run({}, context('bob'))).text).toContain('Forgotten: the one run');
  });

  it('done again says that nothing was left', async () => {
    const { ran, context } = remembering();
    await ran('ada', '/sweep');
    await forget.run({}, context('ada'));
    const again = await forget.run({}, context('ada'));
    expect(again).toMatchObject({ private: true, data: { forgotten: 0 } });
    expect(again.text).toContain('nothing to forget');
  });

  it('does not claim to have forgotten what it cannot reach', async () => {
    const { store, ran, context } = remembering();
    await ran('ada', '/sweep');
    store.away = true;
    await expect(forget.run({}, context('ada'))).rejects.toThrow(MemoryUnavailableError);
    store.away = false;
    expect((await history.run({}, context('ada'))).data).toHaveLength(1);
  });
});
