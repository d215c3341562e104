import { execFile } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openKnowledge } from '../../src/answers/knowledge.ts';
import { readLibrary } from '../../src/answers/library.ts';
import { BUDGET } from '../../src/lab/budget.ts';
import { openLab } from '../../src/lab/index.ts';
import { MAX_POINTS } from '../../src/training/history.ts';
import type { ColdAsk } from './cold-ask-process.ts';
import type { ColdTime } from './cold-process.ts';
import { eventLoopDelay } from './event-loop.ts';
import { growths, workPerSecond } from './growth.ts';
import { jobs } from './job.ts';
import { type Contender, race } from './race.ts';
import { median } from './statistics.ts';
import { hasTfjs, startTfjs, tfjsOn } from './tfjs.ts';
import { type AnswerTime, createTimedAsk } from './timed-ask.ts';
import { timedPage } from './timed-page.ts';
import { timedSweep } from './timed-sweep.ts';
import { createTimedTrain, type ReplyTime } from './timed-train.ts';
import { fastestTorch, hasTorch, startTorch } from './torch.ts';

/** `npm run bench`: prints the README's speed tables, measured on this machine now. */

const COLD_RUNS = 3;
const WARM_RUNS = 20;
const PAGE_RUNS = 20;
const AT_ONCE = 20;
/** The most weights and runs that the budget lets one request have: what crosses threads for it is the largest. */
const LARGEST = '/train hidden:220-220 seeds:20 wd:0.001,0.003,0.01,0.03,0.1 steps:10';
const ROUNDS = 5;

const whole = (ms: number): string => ms.toFixed(0);
const exact = (ms: number): string => ms.toFixed(1);

function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  for (const cells of [heads, rule, ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log();
}

async function inFreshProcesses<Time>(file: string): Promise<Time[]> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const times: Time[] = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    times.push(JSON.parse(stdout));
  }
  return times;
}

async function warmTimes(): Promise<ReplyTime[]> {
  const lab = openLab();
  try {
    const train = await createTimedTrain(lab);
    for (let run = 0; run < 3; run++) await train(); // every worker has compiled what it runs
    const times: ReplyTime[] = [];
    for (let run = 0; run < WARM_RUNS; run++) times.push(await train());
    return times;
  } finally {
    await lab.close();
  }
}

async function printReplyTimes(): Promise<void> {
  const [cold, warm] = [await inFreshProcesses<ColdTime>('./cold-process.ts'), await warmTimes()];
  console.log(`Milliseconds for the default \`/train\`, from the text typed to the PNG:\n`);
  const coldMedian = (part: keyof ColdTime) => whole(median(cold.map((time) => time[part])));
  const range = (part: keyof ReplyTime) => {
    const values = warm.map((time) => time[part]);
    const show = part === 'findings' ? exact : whole;
    return [median(values), Math.min(...values), Math.max(...values)].map(show);
  };
  printTable(
    ['', `cold (fresh process, median of ${COLD_RUNS})`, `warm (median of ${WARM_RUNS})`, 'min', 'max'],
    [
      ['start of the process', coldMedian('start'), '', '', ''],
      ['training', coldMedian('training'), ...range('training')],
      ['findings', coldMedian('findings'), ...range('findings')],
      ['chart', coldMedian('chart'), ...range('chart')],
      ['total', coldMedian('total'), ...range('total')],
    ],
  );
}

async function printAnswerTimes(): Promise<void> {
  const cold = await inFreshProcesses<ColdAsk>('./cold-ask-process.ts');
  const folder = new URL('../../src/answers/', import.meta.url);
  const { questions } = readLibrary(folder);
  const knowledge = openKnowledge(folder);
  const sample = questions.filter((_, index) => index % 20 === 0).map(({ text }) => text);
  for (const question of sample) knowledge.find(question); // compiled by now
  const queries = sample.map((question) => {
    const start = performance.now();
    knowledge.find(question);
    return performance.now() - start;
  });
  const lab = openLab();
  const answers: AnswerTime[] = [];
  try {
    const ask = await createTimedAsk(lab);
    for (const { title } of knowledge.answers.slice(0, 3)) await ask(title);
    for (const { title } of knowledge.answers) answers.push(await ask(title));
  } finally {
    await lab.close();
  }
  const coldMedian = (part: keyof ColdAsk) => whole(median(cold.map((time) => time[part])));
  const range = (values: readonly number[], show: (ms: number) => string) =>
    [median(values), Math.min(...values), Math.max(...values)].map(show);
  console.log('Milliseconds for a question, from when it is typed:\n');
  printTable(
    ['', `cold (fresh process, median of ${COLD_RUNS})`, 'warm, median', 'min', 'max'],
    [
      ['loading the finder and the answers', coldMedian('load'), '', '', ''],
      [`finding (${queries.length} questions)`, '', ...range(queries, (ms) => ms.toFixed(2))],
      [
        `to words and formula (${answers.length} answers)`,
        coldMedian('text'),
        ...range(
          answers.map(({ text }) => text),
          whole,
        ),
      ],
      [
        'to the chart of the live run',
        coldMedian('chart'),
        ...range(
          answers.map(({ chart }) => chart),
          whole,
        ),
      ],
    ],
  );
}

async function printPageTimes(): Promise<void> {
  const times = await timedPage(PAGE_RUNS);
  if (times === null) return console.log('The page: left out, since no browser starts here.\n');
  console.log('Milliseconds on the page, from a press of an example to its chart, drawn in the browser:\n');
  printTable(
    ['', 'first after the start', `later, median of ${PAGE_RUNS}`, 'min', 'max'],
    times.map(({ message, first, later }) => [
      message,
      ...[first, median(later), Math.min(...later), Math.max(...later)].map(whole),
    ]),
  );
}

async function printLoopDelay(): Promise<void> {
  const lab = openLab();
  try {
    const rows: string[][] = [];
    for (const [message, requests] of [
      ['/train', AT_ONCE],
      [LARGEST, 1],
    ] as const) {
      const { p50, p99, max } = await eventLoopDelay(lab, message, requests);
      rows.push([`\`${message}\`, ${requests} at once`, ...[p50, p99, max].map(exact)]);
    }
    console.log('Milliseconds the event loop was late while these were answered:\n');
    printTable(['', 'p50', 'p99', 'max'], rows);
  } finally {
    await lab.close();
  }
}

async function printSweepTime(): Promise<void> {
  const lab = openLab();
  try {
    await timedSweep(lab); // every worker has compiled what it runs
    const { first, total } = await timedSweep(lab);
    console.log('Seconds of the default `/sweep`, warm, from the text typed:\n');
    printTable(['first map', 'whole map'], [[first, total].map((ms) => (ms / 1_000).toFixed(1))]);
  } finally {
    await lab.close();
  }
}

async function printRaces(): Promise<void> {
  using others = new DisposableStack();
  const python = hasTorch() ? others.use(startTorch()) : null;
  if (python === null) console.log('PyTorch: left out, since /usr/bin/python3 cannot import torch.');
  const contenders: Contender[] = [];
  if (hasTfjs()) {
    for (const backend of ['wasm', 'cpu'] as const) contenders.push(tfjsOn(backend, others.use(startTfjs(backend))));
  } else {
    console.log('TensorFlow.js: left out, since it could not be installed.');
  }
  console.log(
    `Milliseconds to train one run, its ${MAX_POINTS} looks at both losses included, one thread here, PyTorch with the ` +
      `better of 1 and 2; medians of ${ROUNDS} rounds taking turns, and the median ratio of a round. All are float64 ` +
      'but TensorFlow.js, which has float32 only:\n',
  );
  const rows: string[][] = [];
  for (const job of jobs()) {
    const torch = python === null ? [] : [await fastestTorch(job, python)];
    const { ours, theirs } = await race(job, [...torch, ...contenders], ROUNDS);
    for (const { name, ms, ratio, disagreement } of theirs) {
      rows.push([job.name, name, exact(ours), whole(ms), ratio.toPrecision(2), disagreement.toExponential(0)]);
    }
  }
  printTable(['', 'against', 'here', 'there', 'here : there', 'final losses agree within'], rows);
}

function printGrowth(): void {
  console.log('Milliseconds of runs in one thread as one thing grows, all else the default `curve`, fewer steps:\n');
  for (const { of, values, ms } of growths(ROUNDS)) {
    printTable([of, ...values.map(String)], [['ms', ...ms.map(exact)]]);
  }
  const [perSecond, budget] = [workPerSecond(ROUNDS), BUDGET];
  console.log(
    `One thread makes ${(perSecond / 1e9).toFixed(1)} billion of the multiplications the budget counts in a second: ` +
      `all of it is ${whole(budget / perSecond / 2)} s of two cores.\n`,
  );
}

console.log(`On ${availableParallelism()} cores, ${cpus()[0]?.model}, Node ${process.version}.\n`);
await printReplyTimes();
await printAnswerTimes();
await printPageTimes();
await printLoopDelay();
await printSweepTime();
await printRaces();
printGrowth();
