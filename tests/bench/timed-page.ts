import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { FIRST_MESSAGES } from '../../src/chat/first-messages.ts';
import { launchBrowser } from '../web/browser/chromium.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Those that take long are left out: they show what there is as it comes. */
const [QUESTION, RUN] = FIRST_MESSAGES;

/** Milliseconds on the page from the press of an example to its pictures, drawn, with all of its words and buttons. */
export interface PageTime {
  readonly message: string;
  /** The first since the server's start, once it has warmed up. */
  readonly first: number;
  readonly later: readonly number[];
}

/** Null where no browser starts. */
export async function timedPage(laterRuns: number): Promise<PageTime[] | null> {
  const browser = await launchBrowser();
  if ('lack' in browser) return null;
  try {
    await using server = await startServer();
    await isIdle(server.address);
    const times: PageTime[] = [];
    for (const message of [QUESTION, RUN]) {
      const first = await timedVisit(browser, server.address, message);
      const later: number[] = [];
      for (let run = 0; run < laterRuns; run++) later.push(await timedVisit(browser, server.address, message));
      times.push({ message, first, later });
    }
    return times;
  } finally {
    await browser.close();
  }
}

/** As `npm start` does without a token, on any free port. */
async function startServer() {
  const env = { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'warn', MISSED_QUESTIONS: 'off' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const [said] = await once(child.stdout.setEncoding('utf8'), 'data');
  return {
    address: /http:\/\/[\d.:]+\d/u.exec(said)![0],
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await closed;
    },
  };
}

/** It warms up once it listens: waits for the work to begin, and to be done. */
async function isIdle(address: string): Promise<void> {
  let idleFor = 0;
  while (idleFor < 10) {
    const { workers } = (await (await fetch(`${address}/healthz`)).json()) as {
      workers: { busy: number; waiting: number };
    };
    idleFor = workers.busy + workers.waiting === 0 ? idleFor + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** In the page, and told of every change there: a look from outside now and then would be half a second late. */
const pressAndWait = (message: string) => `(async () => {
  const log = document.querySelector('[role=log]');
  const start = performance.now();
  const done = new Promise((resolve) => {
    const look = () => {
      const turn = log.querySelector('[data-outcome=answered]');
      const pictures = [...(turn?.querySelectorAll('figure img') ?? [])];
      if (pictures.length > 0) Promise.all(pictures.map((picture) => picture.decode())).then(resolve);
    };
    new MutationObserver(look).observe(log, { childList: true, subtree: true, attributes: true });
  });
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.includes(${JSON.stringify(message)})).click();
  await done;
  return performance.now() - start;
})()`;

async function timedVisit(browser: Browser, address: string, message: string): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    await page.getByRole('button', { name: message }).waitFor();
    return await page.evaluate<number>(pressAndWait(message));
  } finally {
    await page.close();
  }
}
