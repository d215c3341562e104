import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Looking at a page as a person would, and as axe does, in light and in dark. */

const FOLDER = new URL('../../../screenshots/', import.meta.url);
const THEMES = ['light', 'dark'] as const;

/** Writes `screenshots/NAME-light.png` and `-dark.png`, for people to look at. */
export async function takePictures(page: Page, name: string): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: new URL(`${name}-${theme}.png`, FOLDER).pathname });
  }
  await page.emulateMedia({ colorScheme: null });
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
