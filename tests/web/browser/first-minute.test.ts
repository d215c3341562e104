import { FIRST_MESSAGES } from '../../../src/chat/first-messages.ts';
import { downloaded, hasFocus, isDrawn, lastTurn, picturesOf, SMALL_RUN, say, turns } from './talk.ts';
import { test } from './test.ts';

test('a first visit offers three messages, and pressing one brings a chart', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  expect(FIRST_MESSAGES).toHaveLength(3);
  for (const message of FIRST_MESSAGES) await page.getByRole('button', { name: message }).waitFor();
  await page.getByRole('button', { name: '/train' }).click();
  const chart = picturesOf(lastTurn(page));
  await chart.waitFor();
  await expect.poll(() => isDrawn(chart)).toBe(true);
  expect(await chart.getAttribute('alt')).toMatch(/0\.170.*0\.118/su);
  expect(await lastTurn(page).innerText()).toMatch(
    /\/train lr:0\.05 wd:0\.01[\s\S]*Decay helped\. Against the same runs/u,
  );
});

test('a link to an experiment opens and runs it', async ({ visit, web }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  await lastTurn(page).getByText('/train lr:0.05 wd:0.01 steps:200 seeds:3').waitFor();
  await picturesOf(lastTurn(page)).waitFor();
});

test('Double decay runs the same with twice the decay', async ({ visit, web, expect }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  await page.getByRole('button', { name: 'Double decay' }).click();
  await turns(page).nth(1).getByText('/train lr:0.05 wd:0.02 steps:200 seeds:3').waitFor();
  const chart = picturesOf(turns(page).nth(1));
  await expect.poll(() => isDrawn(chart)).toBe(true);
  expect(await chart.getAttribute('alt')).toContain('0.02');
});

test('Change… opens a form that holds the run, and sends what it was changed to', async ({ visit, web, expect }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  await page.getByRole('button', { name: 'Change…' }).click();
  const form = page.getByRole('dialog');
  expect(await form.getByLabel(/^wd/u).inputValue()).toBe('0.01');
  await form.getByLabel(/^lr/u).fill('0.1');
  await form.getByLabel(/^lr/u).press('Enter');
  await form.waitFor({ state: 'hidden' });
  await picturesOf(turns(page).nth(1)).waitFor();
  expect(await turns(page).nth(1).innerText()).toMatch(/lr:0\.1 wd:0\.01 .*steps:200 seeds:3/u);
});

test('a form that is closed sends nothing, and the focus returns to its button', async ({ visit, web, expect }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  const change = page.getByRole('button', { name: 'Change…' });
  await change.click();
  await page.getByRole('dialog').getByLabel(/^lr/u).fill('0.1');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await hasFocus(change)).toBe(true);
  expect(await turns(page).count()).toBe(1);
});

test('a chart opens large', async ({ visit, web, expect }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  const chart = picturesOf(lastTurn(page));
  await expect.poll(() => isDrawn(chart)).toBe(true);
  await page.getByRole('button', { name: /^Open large/u }).click();
  const large = page.getByRole('dialog').getByRole('img');
  await expect.poll(() => isDrawn(large)).toBe(true);
  const [small, larger] = [(await chart.boundingBox())!, (await large.boundingBox())!];
  expect(larger.width).toBeGreaterThan(small.width);
  expect(await large.getAttribute('alt')).toBe(await chart.getAttribute('alt'));
});

test('the PyTorch script of a run can be downloaded', async ({ visit, web, expect }) => {
  const page = await visit(`${web.address}/#/${SMALL_RUN}`);
  await page.getByRole('button', { name: 'PyTorch' }).click();
  const script = turns(page)
    .nth(1)
    .getByRole('link', { name: /\.py\b/u });
  const { name, text } = await downloaded(page, script);
  expect(name).toMatch(/^[\w-]+\.py$/u);
  expect(text).toContain('import torch');
  expect(text).toContain('/train lr:0.05 wd:0.01 steps:200 seeds:3');
});

test('a question in plain words gets its answer, the formula and the chart of a run made just now', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await say(page, 'how do wd and lr work together?');
  const formula = picturesOf(lastTurn(page)).and(page.getByRole('img', { name: /^The formula: / }));
  await formula.waitFor();
  await expect.poll(() => picturesOf(lastTurn(page)).count()).toBe(2);
  await expect.poll(() => isDrawn(formula)).toBe(true);
  await expect.poll(() => isDrawn(picturesOf(lastTurn(page)).nth(1))).toBe(true);
  const words = await lastTurn(page).innerText();
  expect(words).toMatch(/How do lr and wd combine\?[\s\S]*0\.693\/\(lr·wd\)[\s\S]*Live, \/train/u);
  expect(words).not.toContain('**');
  await lastTurn(page).getByRole('button', { name: 'Run it yourself' }).waitFor();
  expect(await lastTurn(page).getByRole('link', { name: /AdamW/ }).first().getAttribute('href')).toMatch(/^https:/u);
});
