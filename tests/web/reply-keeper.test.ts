import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReplyKeeper } from '../../src/web/page/reply-keeper.ts';
import type { ReplyEvent } from '../../src/web/protocol.ts';

const ID = 'f'.repeat(32);

function event(revision: number, isLast: boolean): ReplyEvent {
  const picture = { name: 'chart.png', alt: 'a chart', width: 1, height: 1, url: String(revision) };
  const text = { type: 'root' as const, children: [] };
  const reply = { text, pictures: [picture], files: [], buttons: [], private: false };
  return { id: ID, reply, outcome: isLast ? 'answered' : null };
}

test('whenever replies come and their bytes arrive, what is shown only gets newer, and the end is shown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      async (scheduler, most, areKept) => {
        const shown: number[] = [];
        let newest = 0;
        const keeper = new ReplyKeeper({
          bytes: async (url) => {
            await scheduler.schedule(Promise.resolve());
            // As a server that keeps the bytes of the newest alone.
            return areKept || Number(url) === newest ? new Blob([url]) : null;
          },
          before: () => null,
          kept: async (_, { pictures }) => void shown.push(Number(await pictures[0]!.content.text())),
          failed: () => shown.push(Number.NaN),
        });
        const revisions = Array.from({ length: most }, (_, index) => index + 1);
        scheduler.scheduleSequence(
          revisions.map((revision) => async () => {
            newest = revision;
            void keeper.take(event(revision, revision === most));
          }),
        );
        await scheduler.waitIdle();
        await expect.poll(() => shown.at(-1)).toBe(most);
        expect(shown).toEqual([...shown].sort((one, other) => one - other));
        expect(new Set(shown).size).toBe(shown.length);
      },
    ),
  );
});

test('a picture that did not change is kept as it is', async () => {
  const pictures: Blob[] = [];
  const keeper = new ReplyKeeper({
    bytes: async (url) => new Blob([url === '3' ? 'another' : 'a chart']),
    before: () => last,
    kept: (_, reply) => {
      last = reply;
      pictures.push(reply.pictures[0]!.content);
    },
    failed: () => {},
  });
  let last: Parameters<ConstructorParameters<typeof ReplyKeeper>[0]['kept']>[1] | null = null;
  for (const revision of [1, 2, 3]) await keeper.take(event(revision, false));
  expect(pictures[1]).toBe(pictures[0]);
  expect(pictures[2]).not.toBe(pictures[1]);
});

test('the end without its bytes is told as such, with its words', async () => {
  const failed: number[] = [];
  const keeper = new ReplyKeeper({
    bytes: () => Promise.reject(new Error('away')),
    before: () => null,
    kept: () => expect.fail('there is nothing to keep'),
    failed: (_, { pictures }) => failed.push(pictures.length),
  });
  await keeper.take(event(1, false));
  expect(failed).toEqual([]);
  await keeper.take(event(2, true));
  expect(failed).toEqual([0]);
});
