import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { openLog } from '../../src/log.ts';
import { GatewayState } from '../../src/metrics/gateway-state.ts';
import { openMetrics } from '../../src/metrics/metrics.ts';
import { openWeb } from '../../src/web/server.ts';
import { noLab } from '../discord/bot.ts';
import { echo, halve } from '../discord/commands.ts';
import { startDiscord } from '../discord-double/index.ts';
import { countsOf, samplesOf } from '../metrics/exposition.ts';

const commands = [echo, halve];
const lab = { ...noLab, state: () => ({ workers: 1, busy: 0, waiting: 4 }) };

async function serve() {
  const metrics = openMetrics({ commands, lab });
  const observed = { metrics, gateway: new GatewayState('off'), leaving: new AbortController().signal };
  const settings = { host: '127.0.0.1', port: 0, page: true };
  const log = openLog({ level: 'silent' });
  const web = await openWeb({ settings, commands, lab, missed: () => {}, log, observed });
  return {
    metrics: () => fetch(`${web.address}/metrics`),
    counts: async () => countsOf(await (await fetch(`${web.address}/metrics`)).text()),
    ask: async (message: string) => {
      const form = new FormData();
      const [id, tab] = [crypto.randomUUID(), crypto.randomUUID()].map((uuid) => uuid.replaceAll('-', ''));
      form.set('asking', JSON.stringify({ id, tab, asks: { message } }));
      const headers = { 'x-halflife': 'script' };
      return fetch(`${web.address}/api/requests`, { method: 'POST', body: form, headers });
    },
    address: web.address,
    [Symbol.asyncDispose]: () => web.stop(),
  };
}

test('metrics come as Prometheus reads them, and are never kept', async ({ expect }) => {
  await using web = await serve();
  const response = await web.metrics();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(samplesOf(await response.text()).get('halflife_queue_length')).toBe(4);
  const head = await fetch(`${web.address}/metrics`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('what a page asks is counted and timed as asked by a page', async ({ expect }) => {
  await using web = await serve();
  for (const message of ['/halve lr:1', '/echo text:hello', '/halve lr:ten', '/nonsense lr:1']) {
    expect((await web.ask(message)).status).toBe(202);
  }
  const ended = (command: string, outcome: string) =>
    `halflife_requests_total{via="page",command="${command}",outcome="${outcome}"}`;
  await expect.poll(web.counts).toEqual({
    halflife_gateway_reconnects_total: 0,
    [ended('halve', 'answered')]: 1,
    [ended('echo', 'answered')]: 1,
    [ended('halve', 'mistake')]: 1,
    [ended('unknown', 'mistake')]: 1,
    'halflife_acknowledge_seconds_count{via="page"}': 4,
    'halflife_text_seconds_count{via="page"}': 4,
    'halflife_picture_seconds_count{via="page"}': 1,
  });
});

test('beside Discord, with a port and no page, a real process tells what was asked of it there', async ({ expect }) => {
  await using discord = await startDiscord();
  const script = new URL('../discord/child/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script], {
    cwd: mkdtempSync(join(tmpdir(), 'halflife-')),
    env: { PATH: process.env['PATH'], DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const closed = once(child, 'close');
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  try {
    await expect.poll(() => log).toMatch(/"address":"http:/u);
    const [, address] = /"address":"(http:[^"]+)"/u.exec(log)!;
    const health = async () => (await fetch(`${address}/healthz`)).json();
    await expect.poll(health).toMatchObject({ gateway: 'connected', trouble: [] });
    await discord.until(() => (discord.commands.list().length > 0 ? true : undefined));
    await discord.command({ name: 'wait', options: { ms: 0 } }).message();
    const counts = async () => countsOf(await (await fetch(`${address}/metrics`)).text());
    await expect.poll(counts).toEqual({
      halflife_gateway_reconnects_total: 0,
      'halflife_requests_total{via="command",command="wait",outcome="answered"}': 1,
      'halflife_acknowledge_seconds_count{via="command"}': 1,
      'halflife_text_seconds_count{via="command"}': 1,
    });
    expect(JSON.stringify(await health())).not.toContain(discord.token);
    expect((await fetch(`${address}/`)).status).toBe(404);
  } finally {
    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  }
});
