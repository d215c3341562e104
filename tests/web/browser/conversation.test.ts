import type { Locator } from 'playwright-core';
import { heard, mount, show, showAll } from './fake-turns.ts';
import { violationsOf } from './look.ts';
import { conversation, hasFocus, isDrawn, lastTurn, turns } from './talk.ts';
import { PHONE, test } from './test.ts';

const CHANGE = {
  label: 'Change…',
  message: '/train lr:0.05 wd:0.01 momentum:0.5 private:true csv:own.csv',
  sends: { command: 'train', options: { lr: '0.05', wd: '0.01', momentum: '0.5', csv: 'own.csv', task: 'Ridge' } },
  opensForm: true,
};

test('the messages to begin with are there until something is asked, and again in a new conversation', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address, PHONE);
  await mount(page);
  const example = page.getByRole('button', { name: '/sweep' });
  await example.click();
  expect(await heard(page)).toEqual([['ask', '/sweep']]);
  await show(page, { id: 'a', reply: { pictures: ['teal'] } });
  expect(await example.count()).toBe(0);
  await page.evaluate('fake.conversation.clear()');
  await example.waitFor();
  expect(await turns(page).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Newest' }).isVisible()).toBe(false);
});

test('a picture opens large, and closing it gives the focus back', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await mount(page);
  await show(page, { id: 'a', reply: { pictures: ['teal'] } });
  expect(await picture(lastTurn(page), 'teal').evaluate((image) => [image.clientWidth, image.clientHeight])).toEqual([
    200, 100,
  ]);
  const opener = page.getByRole('button', { name: 'Open large: teal.png' });
  const large = page.getByRole('dialog', { name: 'teal.png' });
  const ways = [
    () => page.keyboard.press('Escape'),
    () => large.getByRole('button', { name: 'Close' }).click(),
    () => page.mouse.click(5, 790),
  ];
  for (const close of ways) {
    await opener.click();
    await expect.poll(() => isDrawn(picture(large, 'teal'))).toBe(true);
    await close();
    await large.waitFor({ state: 'hidden' });
    expect(await hasFocus(opener)).toBe(true);
  }
});

test('on a projector a picture is half as large again, but no higher than can be seen at once', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address, { viewport: { width: 1920, height: 1080 } });
  await mount(page);
  await show(page, { id: 'a', reply: { pictures: ['teal'] } });
  const width = async () => (await picture(lastTurn(page), 'teal').boundingBox())?.width;
  await expect.poll(width).toBe(300);
  await page.setViewportSize({ width: 1920, height: 300 });
  await expect.poll(width).toBe(200);
  await page.setViewportSize({ width: 1280, height: 1080 });
  await expect.poll(width).toBe(200);
});

test('short code is not parted, even at the end of a line', async ({ visit, web, expect }) => {
  const page = await visit(web.address, PHONE);
  await mount(page);
  const code = 'g = −wd·w';
  const text = Array.from({ length: 30 }, (_, length) => `${'x'.repeat(length)} settles where \`${code}\`, again.`);
  await show(page, { id: 'a', reply: { text: text.join('\n\n') } });
  const boxes = await lastTurn(page)
    .locator('code')
    .evaluateAll((codes) => codes.map((each) => each.getClientRects().length));
  expect(boxes).toEqual(text.map(() => 1));
});

test('a large picture has its own size where the window is smaller', async ({ visit, web, expect }) => {
  const page = await visit(web.address, PHONE);
  await mount(page);
  await show(page, { id: 'a', reply: { pictures: ['teal'] } });
  await page.getByRole('button', { name: 'Open large: teal.png' }).click();
  const large = picture(page.getByRole('dialog'), 'teal');
  const width = () => large.evaluate(({ clientWidth }) => clientWidth);
  await expect.poll(width).toBeLessThan(360);
  await page.getByRole('button', { name: 'Full size' }).click();
  await expect.poll(width).toBe(400);
});

test('a large picture goes on with the work that is under way', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await mount(page);
  await show(page, { id: 'a', outcome: null, reply: { pictures: ['teal'] } });
  await page.getByRole('button', { name: 'Open large: teal.png' }).click();
  await show(page, { id: 'a', outcome: null, reply: { pictures: ['navy'] } });
  const large = page.getByRole('dialog', { name: 'navy.png' });
  await expect.poll(() => isDrawn(picture(large, 'navy'))).toBe(true);
  expect(await large.getByRole('link', { name: 'Download' }).getAttribute('download')).toBe('navy.png');
});

test('a form is filled in with what its button sends, and sends on what it does not show', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  await show(page, { id: 'a', reply: { buttons: [CHANGE], files: ['own.csv', 'other.csv'] } });
  const opener = page.getByRole('button', { name: 'Change…' });
  await opener.click();
  const form = page.getByRole('dialog', { name: 'Change /train' });
  const field = (name: string) => form.getByLabel(name, { exact: true });
  expect(await hasFocus(field('lr'))).toBe(true);
  expect(await field('lr').inputValue()).toBe('0.05');
  expect(await field('wd').inputValue()).toBe('0.01');
  expect(await field('task').inputValue()).toBe('ridge');
  expect(await field('csv').count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);

  await field('lr').fill(' 0.1 ');
  await field('task').selectOption({ index: 0 });
  await field('wd').fill('');
  await field('wd').press('Enter');
  await form.waitFor({ state: 'detached' });
  expect(await hasFocus(opener)).toBe(true);
  expect(await heard(page)).toEqual([
    [
      'press',
      { label: 'Change', sends: { command: 'train', options: { lr: '0.1', momentum: '0.5', csv: 'own.csv' } } },
      [{ name: 'own.csv', content: expect.anything() }],
    ],
  ]);
});

const HOSTILE = '<img src=x onerror="document.title=1"> **b** `c` [l](javascript:alert(1)) \u202Eevil';

test('nothing that is shown is ever read as HTML', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await mount(page);
  const button = { ...CHANGE, label: HOSTILE, message: HOSTILE, opensForm: false };
  const reply = { text: `${HOSTILE} [w](https://example.org/)`, files: [HOSTILE], buttons: [button] };
  await show(page, { id: 'a', message: HOSTILE, label: HOSTILE, reply });
  await show(page, { id: 'b', message: HOSTILE, reply: null, outcome: 'refused', sentence: HOSTILE });
  expect(await turns(page).nth(1).getByRole('heading').textContent()).toBe(HOSTILE);
  expect(await conversation(page).locator('img:not(.mark), script, iframe, [onerror]').count()).toBe(0);
  const links = page.getByRole('log').locator('a[href]:not([download])');
  expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual(['https://example.org/']);
  expect(await links.getAttribute('rel')).toBe('noopener noreferrer');
  expect(await page.title()).toBe('Halflife');
});

test('of a newer part only what differs is made anew, and a picture stays until the next is drawn', async ({
  visit,
  web,
  expect,
}) => {
  // What is not kept any longer cannot be loaded.
  const page = await visit(web.address, { tolerates: /ERR_FILE_NOT_FOUND/u });
  await mount(page);
  const part = (second: string, colour: string) => ({ text: `**First.**\n\n${second}`, pictures: [colour] });
  await show(page, { id: 'a', outcome: null, reply: part('old', 'teal') });
  const first = await lastTurn(page).getByText('First.').elementHandle();
  const before = await picture(lastTurn(page), 'teal').elementHandle();
  await page.evaluate(`new MutationObserver(() => { fake.drawn = fake.log.querySelector('figure img').naturalWidth; })
    .observe(fake.log.querySelector('figure'), { childList: true })`);
  await show(page, { id: 'a', outcome: null, reply: part('new', 'navy') });
  await picture(lastTurn(page), 'navy').waitFor();
  expect(await page.evaluate('fake.drawn')).toBe(400);
  expect(await lastTurn(page).getByText('old').count()).toBe(0);
  expect(await first!.evaluate(({ isConnected }) => isConnected)).toBe(true);
  expect(await before!.evaluate(({ isConnected }) => isConnected)).toBe(false);
  const gone = await before!.evaluate((image) => image.getAttribute('src'));
  expect(
    await page.evaluate(`new Promise((done) => { const image = new Image(); image.onerror = () => done('gone');
    image.onload = () => done('there'); image.src = ${JSON.stringify(gone)}; })`),
  ).toBe('gone');
});

test('work under way tells how far it is and can be stopped, once it is done it cannot', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  await show(page, { id: 'a', outcome: null, reply: null });
  await lastTurn(page).getByText('Working').waitFor();
  await show(page, { id: 'a', outcome: null, reply: null, progress: { share: 0.43, words: 'Training' } });
  await lastTurn(page).getByText('Training · 43%').waitFor();
  expect(await lastTurn(page).getByRole('progressbar', { name: 'Training' }).getAttribute('value')).toBe('0.43');
  expect(await lastTurn(page).getAttribute('aria-busy')).toBe('true');
  await lastTurn(page).getByRole('button', { name: 'Stop' }).click();
  expect(await heard(page)).toEqual([['stop', 'a']]);
  await show(page, { id: 'a' });
  expect(await lastTurn(page).getAttribute('aria-busy')).toBe('false');
  expect(await lastTurn(page).getByRole('button').count()).toBe(0);
  expect(await hasFocus(lastTurn(page))).toBe(true);
});

test('each end looks different, says so in words, and has nothing that axe finds wrong', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  const ends = { mistake: 'Needs a change', broken: 'Our fault', late: 'Took too long', stopped: 'Stopped' } as const;
  for (const [index, [outcome, words]] of Object.entries(ends).entries()) {
    await show(page, { id: outcome, outcome: outcome as keyof typeof ends, reply: { private: true } });
    await turns(page).nth(index).getByText(words, { exact: true }).waitFor();
  }
  expect(await page.getByText('Only you would see this on Discord').count()).toBe(0);
  await show(page, { id: 'private', reply: { private: true } });
  await lastTurn(page).getByText('Only you would see this on Discord').waitFor();
  await show(page, { id: 'refused', reply: null, outcome: 'refused', sentence: 'Wait a minute.' });
  await lastTurn(page).getByText('Not taken').waitFor();
  await show(page, { id: 'working', reply: null, outcome: null });
  await show(page, {
    id: 'all',
    label: 'Double decay',
    link: 'train?lr=0.05',
    message: 'm'.repeat(2_000),
    reply: { text: '# H\n\n```\ncode\n```\n- a\n> q', pictures: ['teal'], files: ['a.csv'], buttons: [CHANGE] },
  });
  expect(await violationsOf(page)).toEqual([]);
});

test('a link is copied without being followed', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await mount(page);
  await show(page, { id: 'a', link: 'train?lr=0.05&wd=0.01' });
  await page.evaluate(
    "{ fake.followed = []; addEventListener('hashchange', () => fake.followed.push(location.hash)); }",
  );
  await lastTurn(page).getByRole('link', { name: 'Link' }).click();
  await lastTurn(page).getByRole('link', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('fake.followed')).toEqual([]);
  expect(await lastTurn(page).getByRole('link').getAttribute('href')).toBe('#/train?lr=0.05&wd=0.01');
});

test('where nothing can be copied for the reader, the address stands there to be copied by hand', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  // As on a page of another machine that came without TLS, in a browser that has no older way either.
  await page.evaluate(`{
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.execCommand = () => false;
  }`);
  await show(page, { id: 'a', link: 'train?lr=0.05' });
  await lastTurn(page).getByRole('link', { name: 'Link' }).click();
  const address = lastTurn(page).getByRole('textbox');
  expect(await address.inputValue()).toBe(`${web.address}/#/train?lr=0.05`);
  expect(await hasFocus(address)).toBe(true);
});

test('who has scrolled up stays there while a turn grows, who is at the end stays at the end', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  await showAll(
    page,
    Array.from({ length: 20 }, (_, index) => ({ id: String(index), reply: { pictures: ['teal'] } })),
  );
  const left = () => page.evaluate('document.documentElement.scrollHeight - innerHeight - scrollY');
  const newest = page.getByRole('button', { name: 'Newest' });
  await expect.poll(left).toBeLessThan(2);
  await show(page, { id: '19', outcome: null, reply: { pictures: ['teal', 'navy'] } });
  await expect.poll(left).toBeLessThan(2);
  expect(await newest.isVisible()).toBe(false);

  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, -600);
  await newest.waitFor();
  // Where a turn is seen: how far the page is scrolled changes as those above it are laid out.
  await page.evaluate("fake.seen = document.elementFromPoint(640, 400).closest('article')");
  const seen = () => page.evaluate<number>('Math.round(fake.seen.getBoundingClientRect().top)');
  const places = async () => [await seen(), await seen()];
  await expect.poll(async () => new Set(await places()).size).toBe(1);
  const at = await seen();
  await show(page, { id: '19', reply: { pictures: ['teal', 'navy', 'teal'] } });
  await picture(lastTurn(page), 'teal').nth(1).waitFor({ state: 'attached' });
  expect(Math.abs((await seen()) - at)).toBeLessThanOrEqual(2);
  await newest.click();
  await expect.poll(left).toBeLessThan(2);
  expect(await newest.isVisible()).toBe(false);
});

test('a reply that is higher than the window is read from its question on, and nobody is moved while reading', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await mount(page);
  await showAll(
    page,
    Array.from({ length: 5 }, (_, index) => ({ id: String(index), reply: { pictures: ['teal'] } })),
  );
  const long = Array.from({ length: 30 }, (_, index) => `Paragraph ${index}.`);
  await show(page, { id: 'long', outcome: null, reply: null });
  await show(page, { id: 'long', outcome: null, reply: { text: long.slice(0, 15).join('\n\n') } });
  await show(page, { id: 'long', reply: { text: long.join('\n\n'), pictures: ['teal'] } });
  /** How far the question stands below the header. */
  const below = async () => {
    const [turn, header] = await Promise.all([lastTurn(page).boundingBox(), page.getByRole('banner').boundingBox()]);
    return turn!.y - header!.y - header!.height;
  };
  await expect.poll(below).toBeGreaterThanOrEqual(0);
  expect(await below()).toBeLessThan(40);

  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, 120);
  await expect.poll(below).toBeLessThan(-60);
  const at = await below();
  await show(page, { id: 'long', reply: { text: long.join('\n\n'), pictures: ['teal', 'navy'] } });
  await picture(lastTurn(page), 'navy').waitFor({ state: 'attached' });
  expect(Math.abs((await below()) - at)).toBeLessThanOrEqual(2);
  expect(await page.getByRole('button', { name: 'Newest' }).isVisible()).toBe(false);
});

test('of 200 turns with pictures a change of one touches that one alone', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await mount(page);
  const reply = { text: 'One.\n\nTwo.\n\nThree.', pictures: ['teal'], buttons: [CHANGE] };
  const many = Array.from({ length: 200 }, (_, index) => ({ id: String(index), reply }));
  await showAll(page, many);
  expect(await turns(page).count()).toBe(200);
  await page.evaluate(`{
    fake.changes = [];
    new MutationObserver((changes) => fake.changes.push(...changes)).observe(fake.log,
      { subtree: true, childList: true, attributes: true, characterData: true });
  }`);
  await show(page, { id: '100', outcome: null, progress: { share: 0.5, words: 'Training' }, reply });
  const touched = await page.evaluate(`fake.changes.map(({ target }) =>
    [...fake.log.children].indexOf((target instanceof Element ? target : target.parentElement).closest('article')))`);
  expect([...new Set(touched as number[])].filter((index) => index !== 100)).toEqual([]);
  expect((touched as number[]).length).toBeLessThan(40);
  // Of what is out of sight neither boxes nor pixels are made.
  const far = picture(turns(page).nth(0), 'teal');
  await expect.poll(() => far.evaluate((image) => image.checkVisibility({ contentVisibilityAuto: true }))).toBe(false);
});

function picture(place: Locator, colour: string): Locator {
  return place.getByRole('img', { name: `A picture in ${colour}`, includeHidden: true });
}
