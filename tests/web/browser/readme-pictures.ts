import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { findCommands } from '../../../src/chat/find-commands.ts';
import { openLab } from '../../../src/lab/index.ts';
import { launchBrowser } from './chromium.ts';
import { lastTurn, say } from './talk.ts';
import { startWeb } from './web.ts';

/** `npm run pictures`: the replies that the README shows, asked for on the page and photographed. */

const FOLDER = new URL('../../../.github/', import.meta.url);
const MESSAGES = { train: '/train lr:0.05 wd:0.01', sweep: '/sweep' } as const;
const WIDTH = 840;
/** A default map takes half a minute, more on a busy machine. */
const PATIENCE_MS = 180_000;

async function takePicture(browser: Browser, address: string, message: string, path: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 700 },
    deviceScaleFactor: 1.6,
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  await page.goto(address);
  await say(page, message);
  await lastTurn(page).getByRole('link', { name: 'Link' }).waitFor({ timeout: PATIENCE_MS });
  await page.evaluate('document.activeElement.blur()');
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: WIDTH, height });
  await page.screenshot({ path });
  await page.close();
}

const lab = openLab();
const browser = await launchBrowser();
if ('lack' in browser) throw new Error(browser.lack);
await using web = await startWeb(await findCommands(new URL('../../../commands/', import.meta.url)), lab);
for (const [name, message] of Object.entries(MESSAGES)) {
  await takePicture(browser, web.address, message, fileURLToPath(new URL(`${name}.png`, FOLDER)));
}
await browser.close();
await lab.close();
