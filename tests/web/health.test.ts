import { afterEach, test } from 'vitest';
import { openLab, type WatchedLab } from '../../src/lab/index.ts';
import { openLog } from '../../src/log.ts';
import { GatewayState } from '../../src/metrics/gateway-state.ts';
import { openMetrics } from '../../src/metrics/metrics.ts';
import type { Health } from '../../src/web/health.ts';
import { openWeb, type Web } from '../../src/web/server.ts';
import { startBot } from '../discord/bot.ts';
import { echo } from '../discord/commands.ts';

const restingLab: WatchedLab = {
  train: () => Promise.reject(new Error('nothing is trained here')),
  draw: () => Promise.reject(new Error('nothing is drawn here')),
  close: () => Promise.resolve(),
  state: () => ({ workers: 2, busy: 1, waiting: 3 }),
};

interface Served {
  readonly page?: boolean;
  readonly lab?: WatchedLab;
  readonly gateway?: GatewayState;
  readonly awayMs?: number;
}

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve({ page = true, lab = restingLab, gateway = new GatewayState('off'), ...more }: Served = {}) {
  const leave = new AbortController();
  const metrics = openMetrics({ commands: [echo], lab });
  const web: Web = await openWeb({
    settings: { host: '127.0.0.1', port: 0, page },
    ...{ commands: [echo], lab, missed: () => {}, log: openLog({ level: 'silent' }) },
    observed: { metrics, gateway, leaving: leave.signal, ...more },
  });
  open.push(() => web.stop());
  const get = (path: string, init: RequestInit = {}) => fetch(`${web.address}${path}`, init);
  const health = async () => {
    const response = await get('/healthz');
    const { gateway: connection, trouble } = (await response.json()) as Health;
    return { status: response.status, gateway: connection, trouble };
  };
  return { get, health, leave: () => leave.abort() };
}

const WELL = { status: 200, trouble: [] };

test.for([true, false])('health says how it is, and nothing else (page: %s)', async (page, { expect }) => {
  const { get } = await serve({ page });
  const response = await get('/healthz');
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/u);
  expect(await response.json()).toEqual({
    alive: true,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/u),
    gateway: 'off',
    gatewaySince: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u),
    workers: { workers: 2, busy: 1, waiting: 3 },
    uptimeSeconds: expect.any(Number),
    trouble: [],
  });
  const head = await get('/healthz', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('without the page everything else is not there, in a sentence', async ({ expect }) => {
  const { get } = await serve({ page: false });
  for (const path of ['/', '/page/main.ts', '/api/commands', '/api/events?tab=1', '/healthz/more']) {
    const response = await get(path);
    expect([path, response.status]).toEqual([path, 404]);
    const { error } = (await response.json()) as { error: string };
    expect(error).toMatch(/^there is nothing at "\/.*": the page is off, and PAGE=on turns it on$/u);
  }
  expect((await get('/healthz')).status).toBe(200);
});

test('a lab whose workers have all died is not well', async ({ expect }) => {
  const worker = new URL('../lab/broken-worker.ts', import.meta.url);
  const lab = openLab({ workers: 2, worker, onIdleCrash: () => {} });
  open.push(() => lab.close());
  const { health } = await serve({ lab });
  await expect.poll(health).toEqual({
    ...{ status: 503, gateway: 'off' },
    trouble: ['the lab has no workers left: nothing can be trained or drawn'],
  });
});

test('Discord may be away for a while, and no longer', async ({ expect }) => {
  const gateway = new GatewayState('connecting');
  const [patient, strict] = [await serve({ gateway }), await serve({ gateway, awayMs: 0 })];
  for (const connection of ['connecting', 'reconnecting']) {
    expect(await patient.health()).toEqual({ ...WELL, gateway: connection });
    const { status, trouble } = await strict.health();
    expect([status, ...trouble]).toEqual([503, expect.stringMatching(/^Discord has been out of reach for \d+ s$/u)]);
    gateway.opened();
    expect(await strict.health()).toEqual({ ...WELL, gateway: 'connected' });
    gateway.closed();
  }
});

test('health follows the gateway: dropped it is reconnecting, resumed it is connected, closed for good it is lost', async ({
  expect,
}) => {
  const gateway = new GatewayState('connecting');
  const { health } = await serve({ gateway });
  expect(await health()).toEqual({ ...WELL, gateway: 'connecting' });
  await using bot = await startBot([echo], { gateway });
  expect(await health()).toEqual({ ...WELL, gateway: 'connected' });
  bot.discord.gateway.drop();
  await expect.poll(health).toEqual({ ...WELL, gateway: 'reconnecting' });
  await expect.poll(health).toEqual({ ...WELL, gateway: 'connected' });
  bot.discord.gateway.close(4004);
  await expect.poll(health).toEqual({
    ...{ status: 503, gateway: 'lost' },
    trouble: ['Discord closed the connection for good: the log says why'],
  });
});

test('on its way out it is alive, and not well', async ({ expect }) => {
  const { get, health, leave } = await serve();
  leave();
  expect(await health()).toMatchObject({ status: 503, trouble: [expect.stringContaining('leaving')] });
  expect(await (await get('/healthz')).json()).toMatchObject({ alive: true });
});
