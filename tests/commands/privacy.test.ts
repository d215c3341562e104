import { describe, expect, it } from 'vitest';
import privacy from '../../commands/privacy.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { MOST_EXPERIMENTS } from '../../src/store/experiments.ts';
import { RETENTION } from '../../src/store/store.ts';
import { remembering } from './remembering.ts';

const MINUTES = 60_000;
const DAYS = 24 * 60 * MINUTES;

describe('/privacy', () => {
  it('says for how long each thing is kept, as the store has it', async () => {
    const { text } = await privacy.run({}, remembering().context('ada'));
    expect(text).toContain(
      `newest ${MOST_EXPERIMENTS} are kept, for ${RETENTION.experiment / DAYS} days or until you use \`/forget\``,
    );
    expect(text).toContain(`kept until it is answered, ${RETENTION.request / MINUTES} minutes at most`);
    expect(text).toMatch(
      new RegExp(`could not answer.* kept for ${RETENTION.missed / DAYS} days, without who asked`, 'u'),
    );
    // Every number of the text is one of these.
    const numbers = [...text.matchAll(/\d+/gu)].map(([number]) => Number(number));
    const told = [MOST_EXPERIMENTS, RETENTION.experiment / DAYS, RETENTION.request / MINUTES, RETENTION.missed / DAYS];
    expect(numbers.sort()).toEqual(told.sort());
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it.each([
    [0, 'nothing yet'],
    [1, 'one run'],
    [30, '30 runs'],
    [MOST_EXPERIMENTS, `${MOST_EXPERIMENTS} runs`],
  ])('counts what is kept of the asker: %d', async (runs, words) => {
    const { ran, context } = remembering();
    await ran('bob', '/sweep');
    for (let n = 0; n < runs; n++) await ran('ada', '/sweep');
    const { text, private: hidden } = await privacy.run({}, context('ada'));
    expect(text).toContain(`**What I remember of you: ${words}.**`);
    expect(hidden).toBe(true);
  });

  it('has a button that forgets, where there is something', async () => {
    const { ran, context } = remembering();
    expect((await privacy.run({}, context('ada'))).buttons).toEqual([]);
    await ran('ada', '/sweep');
    expect((await privacy.run({}, context('ada'))).buttons[0]).toEqual({
      label: 'Forget mine',
      sends: { command: 'forget', options: {} },
    });
  });

  it('says who it is kept of, what is not kept, and where', async () => {
    const { text } = await privacy.run({}, remembering().context('ada'));
    for (const said of [
      'hash of your id',
      'with your id and where',
      '**Not kept**: your name, files',
      '**Where**: on this bot’s machine',
    ]) {
      expect(text).toContain(said);
    }
  });
});
