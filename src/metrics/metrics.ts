import {
  AggregatorRegistry,
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { LabState, WatchedLab } from '../lab/lab.ts';
import { watchEventLoop } from './event-loop.ts';
import type { Meters, RequestMeter } from './meters.ts';

/** What surfaces tell, added up, beside what the lab and the process tell by themselves: as Prometheus reads it. */
export interface Metrics extends Meters {
  readonly contentType: string;
  /** One sample a line, as things are now. */
  text(): Promise<string>;
  /** The same as data, for a process that adds up those of several. */
  ofProcess(): Promise<MetricsOfProcess>;
}

export type MetricsOfProcess = readonly MetricObjectWithValues<MetricValue<string>>[];

/** As Prometheus reads it, for several processes together. */
export function addedUp(processes: readonly MetricsOfProcess[]): Promise<string> {
  return AggregatorRegistry.aggregate([...processes]).metrics();
}

export interface MetricsOptions {
  readonly commands: readonly { readonly name: string }[];
  readonly lab: Pick<WatchedLab, 'state'>;
}

/** Upper edges, in seconds. Discord waits 3 s for an acknowledgement; the lab gives 60 s to what is asked of it. */
const BUCKETS = {
  acknowledge: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
  text: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  picture: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
};

/** The metrics of this process. Those of the process itself are collected from now on, for as long as it lives. */
export function openMetrics({ commands, lab }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  watchEventLoop(registry);
  watchLab(registry, lab);

  const requests = new Counter({
    name: 'halflife_requests_total',
    help: 'What was asked and has ended, by how it was asked, of which command, and how it ended',
    labelNames: ['via', 'command', 'outcome'],
    registers,
  });
  const reconnects = new Counter({
    name: 'halflife_gateway_reconnects_total',
    help: 'How often the connection to Discord was lost and made again',
    registers,
  });
  const timed = (what: keyof typeof BUCKETS, help: string) =>
    new Histogram({
      name: `halflife_${what}_seconds`,
      help,
      labelNames: ['via'],
      buckets: BUCKETS[what],
      registers,
    });
  const toAcknowledge = timed('acknowledge', 'How long until the asker saw that it arrived');
  const toText = timed('text', 'How long until the asker saw the first words');
  const toPicture = timed('picture', 'How long until the asker saw the first picture, where there was one');

  const known = new Set(['unread', ...commands.map(({ name }) => name)]);

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    ofProcess: () => registry.getMetricsAsJSON(),
    reconnected: () => reconnects.inc(),
    begin(via): RequestMeter {
      const startedMs = performance.now();
      const first = (histogram: Histogram<'via'>) =>
        once(() => histogram.observe({ via }, (performance.now() - startedMs) / 1e3));
      const [acknowledged, words, picture] = [first(toAcknowledge), first(toText), first(toPicture)];
      return {
        acknowledged,
        shown({ pictures }) {
          acknowledged();
          words();
          if (pictures.length > 0) picture();
        },
        ended: once((command: string, outcome: string) => {
          // Each name is a line of its own for ever: what strangers write must not become one.
          requests.inc({ via, command: known.has(command) ? command : 'unknown', outcome });
        }),
      };
    },
  };
}

function once<Given extends readonly unknown[]>(act: (...given: Given) => void): (...given: Given) => void {
  let done = false;
  return (...given) => {
    if (done) return;
    done = true;
    act(...given);
  };
}

function watchLab(registry: Registry, lab: MetricsOptions['lab']): void {
  const told: readonly (readonly [string, string, keyof LabState])[] = [
    ['halflife_queue_length', 'Tasks that wait for a worker: runs of experiments, and drawings', 'waiting'],
    ['halflife_workers', 'Workers of the lab that live', 'workers'],
    ['halflife_workers_busy', 'Workers that are at work', 'busy'],
  ];
  for (const [name, help, what] of told) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(lab.state()[what]);
      },
    });
  }
}
