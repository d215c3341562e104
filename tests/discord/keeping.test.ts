import { expect, test } from 'vitest';
import { Keeping } from '../../src/discord/keeping.ts';
import type { Order } from '../../src/discord/order.ts';
import { openLog } from '../../src/log.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';

const order: Order = {
  ...{ id: '1', reference: 'ABCD', via: 'command', ask: { command: 'work', options: {} }, files: [], demos: true },
  asker: { id: '2', server: null },
  target: { kind: 'below', channelId: '3', messageId: '1' },
};

test('what was answered while nothing could be written is forgotten once it can, and not taken up ever after', async () => {
  const store = new StoreInMemory();
  const keeping = new Keeping(store.requests, openLog({ level: 'silent' }), 20);
  expect(await keeping.keep(order)).toBe('kept');
  store.away = true;
  await keeping.forget(order.id);
  store.away = false;
  await expect.poll(() => store.requests.unanswered()).toEqual([]);
});
