import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

const EVERY_MS = 10;

const QUANTILES = [0.5, 0.99, 1] as const;

/**
 * How late the event loop was with a timer that is due every 10 ms, which is how late anybody else's words may have been.
 * What is told is of the time since it was last told, as a delay of last week says nothing of today. Unlike the figures
 * of prom-client's own (`nodejs_eventloop_lag_…`) these leave out the 10 ms: a loop that is never late has 0.
 */
export function watchEventLoop(registry: Registry): void {
  const intervals = monitorEventLoopDelay({ resolution: EVERY_MS });
  intervals.enable();
  new Gauge({
    name: 'halflife_event_loop_delay_seconds',
    help: 'How late the event loop was, since this was last read (quantile 1: at worst)',
    labelNames: ['quantile'],
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
