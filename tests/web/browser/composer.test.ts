import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { takePictures, violationsOf } from './look.ts';
import { hasFocus, messageBox, say, turns } from './talk.ts';
import { PHONE, test } from './test.ts';

const offered = (page: Page) => page.getByRole('option');
const text = (page: Page) => messageBox(page).inputValue();

/** Types at the keyboard, and waits for what is then offered. */
async function typeFor(page: Page, typed: string, offer: RegExp): Promise<void> {
  await messageBox(page).focus();
  await page.keyboard.type(typed);
  await offered(page).filter({ hasText: offer }).first().waitFor();
}

describe('Tab', () => {
  test('writes a whole message, and a hurried one waits for what is offered', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    await messageBox(page).focus();
    for (const [typed, then] of [
      ['/tr', '/train '],
      ['', '/train lr:'],
      ['0.0', '/train lr:0.05 '],
      ['st', '/train lr:0.05 steps:'],
      ['200 ta', '/train lr:0.05 steps:200 task:'],
      ['ri', '/train lr:0.05 steps:200 task:ridge '],
    ] as const) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Tab');
      await expect.poll(() => text(page)).toBe(then);
    }
  });

  test('leaves the box where there is nothing to put in, and after Escape', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    await typeFor(page, 'what is wd', /weight decay/u);
    await page.keyboard.press('Tab');
    expect(await text(page)).toBe('what is wd');
    expect(await hasFocus(page.getByRole('button', { name: 'Send' }))).toBe(true);
    await expect.poll(() => offered(page).count()).toBe(0);

    await messageBox(page).fill('');
    await typeFor(page, '/tr', /train/u);
    await page.keyboard.press('Escape');
    expect(await offered(page).count()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await text(page)).toBe('/tr');
    expect(await hasFocus(messageBox(page))).toBe(false);
  });
});

test('what is put in stands in the middle of a text as well, and can be undone', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await messageBox(page).fill('/train  wd:0.01');
  for (let presses = 0; presses < ' wd:0.01'.length; presses += 1) await page.keyboard.press('ArrowLeft');
  await typeFor(page, 'task:mo', /moons/u);
  await offered(page).first().click();
  expect(await text(page)).toBe('/train task:moons wd:0.01');
  expect(await hasFocus(messageBox(page))).toBe(true);
  await page.keyboard.press('Control+z');
  expect(await text(page)).toBe('/train task:mo wd:0.01');
});

describe('Enter', () => {
  test('sends, but completes the name of a command and what was gone to', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    await typeFor(page, '/hel', /help/u);
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('/help ');
    expect(await turns(page).count()).toBe(0);

    await offered(page).filter({ hasText: 'command' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toBe('/help command:');

    await page.keyboard.type('about');
    await page.keyboard.press('Enter');
    await turns(page).first().getByText('/help command:about').first().waitFor();
    expect(await text(page)).toBe('');
    expect(await hasFocus(messageBox(page))).toBe(true);
    expect(await offered(page).count()).toBe(0);
  });

  test('with Shift makes a line, and in an empty box or within a composition does nothing', async ({
    visit,
    web,
    expect,
  }) => {
    const page = await visit(web.address);
    const empty = await messageBox(page).boundingBox();
    await messageBox(page).press('Enter');
    for (let line = 0; line < 10; line += 1) {
      await page.keyboard.type('a');
      await page.keyboard.press('Shift+Enter');
    }
    expect(await text(page)).toBe('a\n'.repeat(10));
    const full = await messageBox(page).boundingBox();
    expect(full!.height).toBeGreaterThan(4 * empty!.height);
    expect(full!.height).toBeLessThan(9 * empty!.height);
    await messageBox(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await messageBox(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    expect(await text(page)).toBe('a\n'.repeat(10));
    expect(await turns(page).count()).toBe(0);
  });
});

test('the arrows bring back what was sent, and at last the draft', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await say(page, '/help');
  await say(page, '/about');
  await messageBox(page).fill('what about');
  await page.keyboard.press('Escape');
  const seen: string[] = [];
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
    await page.keyboard.press(key);
    seen.push(await text(page));
  }
  expect(seen).toEqual(['/about', '/help', '/help', '/about', 'what about', 'what about']);
  expect(await offered(page).count()).toBe(0);
});

describe('a file', () => {
  const file = (name: string, size = 9) => ({ name, mimeType: 'text/csv', buffer: Buffer.alloc(size, 'a') });
  const choose = async (page: Page, ...given: Parameters<typeof file>) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach a file' }).click(),
    ]);
    await chooser.setFiles(file(...given));
  };

  test('is named in the message, and no longer once it is removed', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    await choose(page, 'my houses.csv');
    await expect.poll(() => text(page)).toBe('/train csv:"my houses.csv" ');
    await choose(page, 'flats.csv');
    await expect.poll(() => text(page)).toBe('/train csv:flats.csv ');
    expect(await page.getByText('my houses.csv').count()).toBe(0);
    await page.getByRole('button', { name: 'Remove flats.csv' }).click();
    await expect.poll(() => text(page)).toBe('');

    await messageBox(page).fill('/compare b:no decay');
    await choose(page, 'flats.csv');
    await expect.poll(() => text(page)).toBe('/compare b:no decay csv:flats.csv ');
  });

  test('that cannot be used is told so in a sentence', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    await choose(page, 'large.csv', 1_100_000);
    await page.getByText('“large.csv” has 1.05 MB: at most 1 MB is read').waitFor();
    expect(await text(page)).toBe('');
    await messageBox(page).fill('/help');
    await choose(page, 'flats.csv');
    await page.getByText(/^\/help cannot use a file. These can: .*\/train/u).waitFor();
    expect(await text(page)).toBe('/help');
  });

  test('comes back with the message that is to be changed, where something was wrong with it', async ({
    visit,
    web,
    expect,
  }) => {
    const page = await visit(web.address);
    await choose(page, 'flats.csv');
    await say(page, '/train csv:flats.csv lr:ten');
    await turns(page).first().getByText('lr is "ten": a number is needed').waitFor();
    await messageBox(page).fill('a draft');
    await turns(page).first().getByRole('button', { name: 'Edit' }).click();
    expect(await text(page)).toBe('/train csv:flats.csv lr:ten');
    expect(await hasFocus(messageBox(page))).toBe(true);
    await page.getByRole('button', { name: 'Remove flats.csv' }).waitFor();
    await messageBox(page).fill('/help csv:flats.csv');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await text(page)).toBe('a draft');
  });

  test('can be dropped on the page, and is sent', async ({ visit, web, expect }) => {
    const page = await visit(web.address);
    const dropped = await page.evaluateHandle<DataTransfer>(
      "const dropped = new DataTransfer(); dropped.items.add(new File(['a,b\\n1,2\\n'], 'tiny.csv')); dropped",
    );
    for (const type of ['dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: dropped });
    await expect.poll(() => text(page)).toBe('/train csv:tiny.csv ');
    await messageBox(page).press('Enter');
    await turns(page)
      .first()
      .getByText(/"tiny\.csv"/u)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Remove tiny.csv' }).count()).toBe(0);
  });
});

test('a long list fits a phone, and its highlight stays in view', async ({ visit, web, expect }) => {
  const page = await visit(web.address, { ...PHONE, reducedMotion: 'reduce' });
  await typeFor(page, '/train ', /lr/u);
  const box = (await messageBox(page).boundingBox())!;
  const list = (await page.getByRole('listbox').boundingBox())!;
  expect(list.height).toBeLessThanOrEqual(320);
  expect(list.y + list.height).toBeLessThanOrEqual(box.y);
  expect(box.y + box.height).toBeLessThanOrEqual(640);
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('ArrowDown');
  const highlighted = (await page.getByRole('option', { selected: true }).boundingBox())!;
  expect(highlighted.y).toBeGreaterThanOrEqual(list.y - 1);
  expect(highlighted.y + highlighted.height).toBeLessThanOrEqual(list.y + list.height + 1);
  const id = await page.getByRole('option', { selected: true }).getAttribute('id');
  expect(await messageBox(page).getAttribute('aria-activedescendant')).toBe(id);
  await page.getByText(/^1\d suggestions$/u).waitFor({ state: 'attached' });
  await takePictures(page, 'completion-phone');
  expect(await violationsOf(page)).toEqual([]);
});
