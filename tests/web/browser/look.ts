import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { property } from './talk.ts';

/** Looking at a page as a person would, and as axe does, in light and in dark. */

const FOLDER = new URL('../../../screenshots/', import.meta.url);
const THEMES = ['light', 'dark'] as const;

/** Writes `screenshots/NAME-light.png` and `-dark.png`, for people to look at. */
export async function takePictures(page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: fileURLToPath(new URL(`${name}-${theme}.png`, FOLDER)) });
  }
  await page.emulateMedia({ colorScheme: null });
}

/** The same with a window as high as what is in it. */
export async function takeWholePictures(page: Page, name: string): Promise<void> {
  const { width, height } = page.viewportSize()!;
  const whole = await property<number>(page.locator('html'), 'scrollHeight');
  await page.setViewportSize({ width, height: Math.max(height, whole) });
  await takePictures(page, name);
  await page.setViewportSize({ width, height });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds wrong with the page as it is now, in either theme. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    for (const { id, help, nodes } of violations) {
      found.push(
        ...nodes.map(({ html, failureSummary = '' }) => `${theme}: ${id}: ${help}: ${html}: ${failureSummary}`),
      );
    }
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
