import { once } from 'node:events';
import type { Locator, Page } from 'playwright-core';

/** The parts of the page, as a person finds them: by what they are and what they are called. */

export const messageBox = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });

export const conversation = (page: Page): Locator => page.getByRole('log');

/** What was asked and what came of it, the oldest first. */
export const turns = (page: Page): Locator => conversation(page).getByRole('article');

export const lastTurn = (page: Page): Locator => turns(page).last();

/** The line that tells how the page itself is. */
export const status = (page: Page): Locator => page.getByRole('banner').getByRole('status');

export const picturesOf = (turn: Locator): Locator => turn.getByRole('figure').getByRole('img');

export async function say(page: Page, message: string): Promise<void> {
  await messageBox(page).fill(message);
  await messageBox(page).press('Enter');
}

/** Whether the picture is there, drawn from its bytes. */
export async function isDrawn(picture: Locator): Promise<boolean> {
  await picture.scrollIntoViewIfNeeded();
  return (await property<number>(picture, 'naturalWidth')) > 0;
}

/** A property of an element in the page. */
export function property<Value>(of: Locator, name: string): Promise<Value> {
  return of.evaluate((element, key) => Reflect.get(element, key), name);
}

export function hasFocus(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element.matches(':focus'));
}

/** A run of a few milliseconds, as a link has it. */
export const SMALL_RUN = 'train?lr=0.05&wd=0.01&steps=200&seeds=3';

/** A press of a file's link: what is then on the reader's disk. */
export async function downloaded(page: Page, link: Locator): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  stream.on('data', (part) => parts.push(part));
  await once(stream, 'end');
  return { name: download.suggestedFilename(), text: Buffer.concat(parts).toString() };
}
