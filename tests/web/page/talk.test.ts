import { expect, test } from 'vitest';
import type { Api } from '../../../src/web/page/api.ts';
import type { Turn } from '../../../src/web/page/model.ts';
import { Talk } from '../../../src/web/page/talk.ts';
import { newId } from '../asking-page.ts';

/** A conversation with a server that takes everything, and hears of stopping only where it can be reached. */
function open() {
  const turns: Turn[] = [];
  const stops: string[] = [];
  let isReached = true;
  const api: Api = {
    commands: () => Promise.reject(new Error('not asked for here')),
    complete: () => Promise.reject(new Error('not asked for here')),
    ask: async () => ({ kind: 'accepted', accepted: { message: '/slow', link: null } }),
    stop: async (id) => {
      if (!isReached) throw new Error('out of reach');
      stops.push(id);
    },
    forget: async () => {},
    bytes: async () => null,
  };
  let accepted = 0;
  const talk = new Talk({
    ...{ tab: newId(), turns: [], api, status: { say: () => {}, hold: () => {} } },
    show: (turn) => void turns.push(turn),
    save: async () => {},
    understood: () => {
      accepted += 1;
    },
    changed: () => {},
    isConnected: () => true,
    renew: () => {},
    instance: { get: () => 'this-start', set: () => {} },
  });
  return {
    talk,
    stops,
    /** Asks something that goes on for long, and waits until the server has it. */
    async ask(): Promise<string> {
      talk.ask({ message: '/slow' }, { message: '/slow' });
      await expect.poll(() => accepted).toBe(1);
      return turns.at(-1)!.id;
    },
    reachable(now: boolean) {
      isReached = now;
    },
    reconnect: (id: string) => talk.hello({ instance: 'this-start', requests: [id] }),
  };
}

const aTurn = () => new Promise(setImmediate);

test('what the server was told to stop it is not told again: it would throw away what is there', async () => {
  const { talk, stops, ask, reconnect } = open();
  const id = await ask();
  talk.stop(id);
  await aTurn();
  reconnect(id);
  await aTurn();
  expect(stops).toEqual([id]);
  // The reader may want just that.
  talk.stop(id);
  expect(stops).toEqual([id, id]);
});

test('what the server could not be told to stop it is told once it is back', async () => {
  const { talk, stops, ask, reconnect, reachable } = open();
  const id = await ask();
  reachable(false);
  talk.stop(id);
  await aTurn();
  reachable(true);
  reconnect(id);
  await aTurn();
  expect(stops).toEqual([id]);
});
