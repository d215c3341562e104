import { expect, test } from 'vitest';
import type { Connection } from '../../src/metrics/gateway-state.ts';
import { healthOfShards, type ShardState } from '../../src/shards/health.ts';

const { signal: staying } = new AbortController();

function shard(id: number, gateway: Connection, trouble: readonly string[] = []): ShardState {
  const workers = { workers: 2, busy: 1, waiting: 3 };
  const health = {
    alive: true,
    version: '0',
    gateway,
    gatewaySince: `since ${id}`,
    workers,
    uptimeSeconds: 1,
    trouble,
  };
  return { id, silentMs: 10, health: { ...health, alive: true } };
}

test('all shards together are as well as the worst, and their work is added up', () => {
  const health = healthOfShards([shard(0, 'connected'), shard(1, 'reconnecting'), shard(2, 'connected')], staying);
  expect(health).toMatchObject({ gateway: 'reconnecting', gatewaySince: 'since 1', trouble: [] });
  expect(health.workers).toEqual({ workers: 6, busy: 3, waiting: 9 });
  expect(health.shards.map(({ gateway }) => gateway)).toEqual(['connected', 'reconnecting', 'connected']);
});

test('trouble names the shard that has it, and one that says nothing is trouble after a minute', () => {
  const silent = { id: 2, health: null, silentMs: 61_000 };
  const started = { id: 3, health: null, silentMs: 5_000 };
  const { trouble, gateway } = healthOfShards([shard(1, 'lost', ['it is gone']), silent, started], staying);
  expect(trouble).toEqual(['shard 1: it is gone', 'shard 2 has not been heard from for 61 s']);
  expect(gateway).toBe('lost');
});

test('before there are any it is connecting, and says so when it leaves', () => {
  expect(healthOfShards([], staying)).toMatchObject({ gateway: 'connecting', trouble: [] });
  expect(healthOfShards([], AbortSignal.abort()).trouble).toEqual([expect.stringContaining('leaving')]);
});
