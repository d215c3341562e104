import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const EVERY_MS = 10;

const QUANTILES = [0.5, 0.99, 1] as const;

/**
 * How late the event loop was with a timer that is due every 10 ms, which is how late anybody's answer may have been.
 * What is told is of the time since it was last told, as a delay of last week says nothing of today. It stands in the
 * place of prom-client's own, if that is there, which counts the 10 ms in and of no time at all says `Nan`.
 */
export function watchEventLoop(registry: Registry): void {
  const own = registry.getMetricsAsArray().filter(({ name }) => name.startsWith('nodejs_eventloop_lag'));
  for (const { name } of own) registry.removeSingleMetric(name);
  const intervals = monitorEventLoopDelay({ resolution: EVERY_MS });
  intervals.enable();
  new Gauge({
    name: 'halflife_event_loop_delay_seconds',
    help: 'How late the event loop was, since this was last read (quantile 1: at worst)',
    labelNames: ['quantile'],
    aggregator: 'max',
    registers: [registry],
    collect() {
      for (const quantile of QUANTILES) this.set({ quantile }, delaySeconds(intervals.percentile(100 * quantile)));
      intervals.reset();
    },
  });
}

/** Of an interval in nanoseconds. Timers may be a little early, and a histogram of nothing says anything. */
function delaySeconds(interval: number): number {
  return Math.max(0, interval / 1e9 - EVERY_MS / 1e3);
}
