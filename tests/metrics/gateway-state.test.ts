import { test } from 'vitest';
import { GatewayState } from '../../src/metrics/gateway-state.ts';

test('what was lost counts as made again once it is, however often that was tried', ({ expect }) => {
  const gateway = new GatewayState('connecting');
  gateway.closed();
  expect([gateway.connection, gateway.opened()]).toEqual(['connecting', false]);
  gateway.closed();
  gateway.closed();
  expect([gateway.connection, gateway.opened(), gateway.connection]).toEqual(['reconnecting', true, 'connected']);
  expect(gateway.opened()).toBe(false);
});

test('it has been away since it was last there, whatever failed since', async ({ expect }) => {
  const gateway = new GatewayState('connecting');
  gateway.opened();
  expect(gateway.awayMs).toBe(0);
  gateway.closed();
  const since = gateway.since;
  await expect.poll(() => gateway.awayMs).toBeGreaterThan(5);
  const before = gateway.awayMs;
  gateway.closed();
  expect(gateway.since).toEqual(since);
  expect(gateway.awayMs).toBeGreaterThanOrEqual(before);
});

test('where Discord is not wanted nobody misses it', async ({ expect }) => {
  const gateway = new GatewayState('off');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([gateway.connection, gateway.awayMs]).toEqual(['off', 0]);
});
