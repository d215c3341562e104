import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { gated } from '../../discord/commands.ts';
import { takePictures, takeWholePictures, violationsOf } from './look.ts';
import { hasFocus, isDrawn, lastTurn, messageBox, picturesOf, SMALL_RUN, say, turns } from './talk.ts';
import { PHONE, test } from './test.ts';

/** The states of the page that differ most. */
const STATES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'first-visit': (page) => page.getByRole('button', { name: '/sweep' }).waitFor(),
  completion: async (page) => {
    await messageBox(page).pressSequentially('/train wd:');
    await page.getByRole('option').filter({ hasText: 'half-life' }).first().waitFor();
  },
  mistake: async (page) => {
    await say(page, '/train wd:ten task:moon');
    await lastTurn(page).getByText('wd is "ten"').waitFor();
  },
  ask: async (page) => {
    await say(page, 'how do wd and lr work together?');
    await shown(picturesOf(lastTurn(page)).nth(1));
  },
  train: (page) => train(page),
  form: async (page) => {
    await train(page, SMALL);
    await page.getByRole('button', { name: 'Change…' }).click();
    await page.getByRole('dialog').waitFor();
  },
  'large-picture': async (page) => {
    await train(page, SMALL);
    await page.getByRole('button', { name: /^Open large/u }).click();
    await shown(page.getByRole('dialog').getByRole('img'));
  },
  'sweep-running': async (page) => {
    await say(page, '/sweep');
    await shown(picturesOf(lastTurn(page)));
  },
  sweep: async (page) => {
    await say(page, '/sweep lrs:0.005..0.3 x8 wds:0.0003..0.3 x8 steps:200');
    await page.getByRole('button', { name: 'Train the best' }).waitFor();
    await shown(picturesOf(lastTurn(page)));
  },
};

const WHOLE = ['train', 'ask', 'sweep'];

async function train(page: Page, settings = ''): Promise<void> {
  await say(page, `/train lr:0.05 wd:0.01 ${settings}`);
  await shown(picturesOf(lastTurn(page)));
}

const SMALL = 'steps:200 seeds:3';

async function shown(picture: Locator): Promise<void> {
  await picture.waitFor();
  await expect.poll(() => isDrawn(picture)).toBe(true);
}

// The same states are written as pictures, for people to look at.
test.for(Object.keys(STATES))('axe finds nothing wrong with the page: %s', async (state, { visit, web }) => {
  const page = await visit(web.address);
  await STATES[state]!(page);
  await takePictures(page, state);
  if (WHOLE.includes(state)) await takeWholePictures(page, `${state}-whole`);
  expect(await violationsOf(page)).toEqual([]);
  // What still runs would slow down the tests that follow.
  const stop = page.getByRole('button', { name: 'Stop' });
  if (await stop.isVisible()) await stop.click();
});

test('a phone shows all of the page without scrolling sideways, the box always in view', async ({ visit, web }) => {
  const page = await visit(web.address, PHONE);
  const { width, height } = PHONE.viewport!;
  const fits = async () => {
    const [scrolled] = await page.locator('html').evaluateAll((roots) => roots.map(({ scrollWidth }) => scrollWidth));
    expect(scrolled).toBeLessThanOrEqual(width);
    const box = (await messageBox(page).boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  };
  await page.getByRole('button', { name: '/sweep' }).waitFor();
  await fits();
  await takePictures(page, 'phone-first-visit');
  await messageBox(page).pressSequentially('/train wd:');
  await page.getByRole('option').filter({ hasText: 'half-life' }).first().waitFor();
  await fits();
  await takePictures(page, 'phone-completion');
  await train(page);
  await fits();
  const chart = (await picturesOf(lastTurn(page)).boundingBox())!;
  expect(chart.x).toBeGreaterThanOrEqual(0);
  expect(chart.x + chart.width).toBeLessThanOrEqual(width);
  await takePictures(page, 'phone-train');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Change…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run' }).waitFor();
  await fits();
  await takePictures(page, 'phone-form');
});

test('Tab reaches every control, which then shows that it has the focus', async ({ visit, web }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  await page.getByRole('button', { name: 'PyTorch' }).waitFor();
  const controls = page.locator(':is(a[href], button, textarea, input, [tabindex="0"]):visible');
  const all = await controls.count();
  const reached = new Set<number>();
  await messageBox(page).focus();
  for (let presses = 0; presses < all + 3; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await controls.evaluateAll((elements) => elements.findIndex((element) => element.matches(':focus')));
    if (at < 0) continue; // at the end of the page the focus is the browser's own for a moment
    reached.add(at);
    expect(await isMarked(controls.nth(at)), await controls.nth(at).innerText()).toBe(true);
  }
  const missed = (await controls.allInnerTexts()).filter((_, index) => !reached.has(index));
  expect(missed).toEqual([]);
});

test('a button is pressed and a form filled in by the keyboard alone', async ({ visit, web }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  const { keyboard } = page;
  const change = page.getByRole('button', { name: 'Change…' });
  await change.waitFor();
  await messageBox(page).focus();
  while (!(await hasFocus(change))) await keyboard.press('Shift+Tab');
  await keyboard.press('Enter');
  const form = page.getByRole('dialog');
  while (!(await hasFocus(form.getByLabel('wd', { exact: true })))) await keyboard.press('Tab');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('0.04');
  while (!(await hasFocus(form.getByRole('button', { name: 'Run' })))) await keyboard.press('Tab');
  await keyboard.press('Space');
  await turns(page).nth(1).getByText('wd:0.04').waitFor();
  expect(await form.count()).toBe(0);
});

test('who wants less motion gets none', async ({ visit, serve }) => {
  const waiting = gated('wait');
  const web = await serve(waiting.command);
  const page = await visit(web.address);
  await say(page, '/wait');
  await waiting.started;
  const moving = () => page.evaluate<number>(MOVING);
  await expect.poll(moving).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  waiting.finish();
  await lastTurn(page).getByText('done').waitFor();
  expect(await moving()).toBe(0);
});

const MOVING = `
document.getAnimations().filter(({ effect }) => effect.getComputedTiming().activeDuration > 50).length
`;

test('the page is light or dark as the reader has set', async ({ visit, web }) => {
  const page = await visit(web.address);
  const brightness = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    return Math.max(...ground.match(/\d+/gu)!.map(Number));
  };
  expect(await brightness('light')).toBeGreaterThan(200);
  expect(await brightness('dark')).toBeLessThan(60);
});

test('a projector shows it larger', async ({ visit, web }) => {
  const page = await visit(web.address);
  await train(page, SMALL);
  const width = async () => (await picturesOf(lastTurn(page)).boundingBox())!.width;
  const onLaptop = await width();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await takePictures(page, 'projector');
  expect(await width()).toBeGreaterThan(onLaptop);
});

/** Whether an outline is seen, around it or around what it is a part of. */
function isMarked(control: Locator): Promise<boolean> {
  return control.evaluate((element) => {
    const { getComputedStyle } = Reflect.get(globalThis, 'window');
    for (let each: typeof element | null = element; each !== null; each = each.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return true;
    }
    return false;
  });
}
