import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { test as base } from 'vitest';
import type { Command } from '../../../src/chat/command.ts';
import { findCommands } from '../../../src/chat/find-commands.ts';
import { openLab, type WatchedLab } from '../../../src/lab/index.ts';
import { launchBrowser } from './chromium.ts';
import { startWeb, type TestWeb } from './web.ts';

export interface VisitOptions extends BrowserContextOptions {
  /** Trouble that is part of what is tried out, such as a server that is away. */
  readonly tolerates?: RegExp;
}

export const LAPTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
};

/** On a busy machine anything may take long. */
const WAITS_MS = 50_000;

const ALL_COMMANDS = new URL('../../../commands/', import.meta.url);

/**
 * A test in the browser: one browser for a file, one profile for a test. Whatever goes wrong in a page fails the test,
 * even where nothing else shows it: an error or a warning of the console, a violated policy, a dialog, a request to
 * anywhere but the server.
 */
export const test = base
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchBrowser();
    if (!('lack' in browser)) onCleanup(() => browser.close());
    return browser;
  })
  // All commands and a lab that really trains and draws, with two workers on any machine.
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern what a fixture needs
  .extend('web', { scope: 'file' }, async ({}, { onCleanup }) => {
    const lab = openLabLater();
    const web = await startWeb(await findCommands(ALL_COMMANDS), lab);
    onCleanup(async () => {
      await web[Symbol.asyncDispose]();
      await lab.close();
      if (web.trouble().length > 0) throw new Error(`the server logged ${web.trouble().join('')}`);
    });
    return web;
  })
  // Other commands, which need no lab. Goes once the pages are gone: they ask something of it to the last.
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('serve', async ({}, { onCleanup }) => {
    const all: TestWeb[] = [];
    onCleanup(async () => {
      for (const web of all) await web[Symbol.asyncDispose]();
    });
    return async (...commands: readonly Command[]): Promise<TestWeb> => {
      const web = await startWeb(commands);
      all.push(web);
      return web;
    };
  })
  .extend('visit', async ({ browser, skip, serve: _ }, { onCleanup }) => {
    if ('lack' in browser) {
      console.warn(`skipped: ${browser.lack}`);
      return skip(browser.lack);
    }
    const trouble: string[] = [];
    let profile: BrowserContext | null = null;
    onCleanup(async () => {
      await profile?.close();
      if (trouble.length > 0) throw new Error(`there was trouble in the page:\n${trouble.join('\n')}`);
    });
    /** Another tab of the same person. */
    return async (url: string, { tolerates = /(?!)/u, ...options }: VisitOptions = LAPTOP): Promise<Page> => {
      if (profile === null) {
        profile = await browser.newContext({ ...LAPTOP, ...options });
        profile.setDefaultTimeout(WAITS_MS);
      }
      const page = await profile.newPage();
      await watch(page, new URL(url).origin, (what) => {
        if (!tolerates.test(what)) trouble.push(what);
      });
      await page.goto(url);
      return page;
    };
  });

/** A lab whose workers start when something is first asked of them: they take seconds, and many tests ask nothing. */
function openLabLater(): WatchedLab {
  let lab: WatchedLab | null = null;
  const opened = () => {
    lab ??= openLab({ workers: 2 });
    return lab;
  };
  return {
    train: (...asked) => opened().train(...asked),
    draw: (...asked) => opened().draw(...asked),
    state: () => opened().state(),
    close: async () => lab?.close(),
  };
}

async function watch(page: Page, origin: string, report: (what: string) => void): Promise<void> {
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type()))
      report(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => report(String(error.stack)));
  page.on('dialog', (dialog) => {
    report(`a dialog said ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (!['blob:', 'data:'].includes(protocol) && asked !== origin) report(`it asked ${request.url()}`);
  });
  await page.addInitScript(REPORT_VIOLATIONS);
}

const REPORT_VIOLATIONS = `
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error('policy violated:', effectiveDirective, blockedURI, sourceFile, lineNumber));
`;
