import { test } from 'vitest';
import { type Metrics, openMetrics } from '../../src/metrics/metrics.ts';
import { countsOf, samplesOf } from './exposition.ts';

const commands = [{ name: 'train' }, { name: 'sweep' }];
const NOTHING = { halflife_gateway_reconnects_total: 0 };

function opened(state = { workers: 2, busy: 1, waiting: 5 }): Metrics {
  return openMetrics({ commands, lab: { state: () => state } });
}

test('what nobody has asked for is not counted, and the lab and the process tell of themselves', async ({ expect }) => {
  const metrics = opened();
  const text = await metrics.text();
  expect(countsOf(text)).toEqual(NOTHING);
  const samples = samplesOf(text);
  expect(samples.get('halflife_queue_length')).toBe(5);
  expect(samples.get('halflife_workers')).toBe(2);
  expect(samples.get('halflife_workers_busy')).toBe(1);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/u);
});

test('the lab is asked each time, not once', async ({ expect }) => {
  const state = { workers: 2, busy: 0, waiting: 0 };
  const metrics = opened(state);
  await metrics.text();
  Object.assign(state, { workers: 0, waiting: 7 });
  const samples = samplesOf(await metrics.text());
  expect([samples.get('halflife_workers'), samples.get('halflife_queue_length')]).toEqual([0, 7]);
});

test('of one request only the first of each thing is timed, and only its first end counts', async ({ expect }) => {
  const metrics = opened();
  const meter = metrics.begin('page');
  for (let n = 0; n < 2; n += 1) {
    meter.acknowledged();
    meter.shown({ pictures: [] });
    meter.shown({ pictures: ['chart'] });
    meter.ended('train', n === 0 ? 'answered' : 'late');
  }
  expect(countsOf(await metrics.text())).toEqual({
    ...NOTHING,
    'halflife_acknowledge_seconds_count{via="page"}': 1,
    'halflife_text_seconds_count{via="page"}': 1,
    'halflife_picture_seconds_count{via="page"}': 1,
    'halflife_requests_total{via="page",command="train",outcome="answered"}': 1,
  });
});

test('whoever sees words saw that it arrived; words alone time no picture', async ({ expect }) => {
  const metrics = opened();
  metrics.begin('mention').shown({ pictures: [] });
  expect(countsOf(await metrics.text())).toEqual({
    ...NOTHING,
    'halflife_acknowledge_seconds_count{via="mention"}': 1,
    'halflife_text_seconds_count{via="mention"}': 1,
  });
});

test('a time is in every bucket from its own on', async ({ expect }) => {
  const metrics = opened();
  metrics.begin('page').shown({ pictures: ['chart'] });
  const samples = samplesOf(await metrics.text());
  for (const what of ['acknowledge', 'text', 'picture']) {
    const name = `halflife_${what}_seconds`;
    const buckets = [...samples].filter(([each]) => each.startsWith(`${name}_bucket`)).map(([, count]) => count);
    expect(buckets.length).toBeGreaterThan(9);
    expect(buckets.at(-1)).toBe(1);
    expect(buckets).toEqual(buckets.toSorted());
  }
});

test('whatever a surface says it was asked, names that are no command are one label', async ({ expect }) => {
  const metrics = opened();
  for (const name of ['evil', 'x"} 1\nforged 2', '__proto__', 'unread', 'sweep']) {
    metrics.begin('page').ended(name, 'mistake');
  }
  expect(countsOf(await metrics.text())).toEqual({
    ...NOTHING,
    'halflife_requests_total{via="page",command="unknown",outcome="mistake"}': 3,
    'halflife_requests_total{via="page",command="unread",outcome="mistake"}': 1,
    'halflife_requests_total{via="page",command="sweep",outcome="mistake"}': 1,
  });
});

test('an event loop that was held up says so once', async ({ expect }) => {
  const metrics = opened();
  const worst = async () => samplesOf(await metrics.text()).get('halflife_event_loop_delay_seconds{quantile="1"}');
  await new Promise((resolve) => setTimeout(resolve, 30)); // so that its timer runs
  const until = performance.now() + 500;
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(await worst()).toBeGreaterThan(0.4);
  expect(await worst()).toBeLessThan(0.4);
});

test('two of them in one process count apart', async ({ expect }) => {
  const [one, other] = [opened(), opened()];
  one.reconnected();
  expect(countsOf(await one.text())).toEqual({ halflife_gateway_reconnects_total: 1 });
  expect(countsOf(await other.text())).toEqual(NOTHING);
});
