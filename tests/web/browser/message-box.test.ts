import { conversation, hasFocus, isDrawn, lastTurn, messageBox, picturesOf, say, turns } from './talk.ts';
import { test } from './test.ts';

test('a command is written by the keyboard alone, its half-life told before it is sent', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await messageBox(page).focus();
  const { keyboard } = page;
  const offered = page.getByRole('option');

  await keyboard.type('/tr');
  await offered.filter({ hasText: '/train' }).filter({ hasText: 'with and without weight decay' }).waitFor();
  await keyboard.press('Tab');
  await expect.poll(() => messageBox(page).inputValue()).toBe('/train ');

  await keyboard.type('lr:0.05 w');
  await offered.filter({ hasText: /^wd/u }).waitFor();
  await keyboard.press('Tab');
  await expect.poll(() => messageBox(page).inputValue()).toBe('/train lr:0.05 wd:');

  const hint = offered.filter({ hasText: /0\.01\b.*half-life 139 steps/su });
  await hint.waitFor();
  await keyboard.press('ArrowDown');
  for (let presses = 1; (await hint.getAttribute('aria-selected')) !== 'true'; presses += 1) {
    expect(presses).toBeLessThanOrEqual(await offered.count());
    await keyboard.press('ArrowDown');
  }
  await keyboard.press('Enter');
  await expect.poll(() => messageBox(page).inputValue()).toBe('/train lr:0.05 wd:0.01 ');

  await keyboard.type('steps:200 seeds:3');
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  await lastTurn(page).getByText('/train lr:0.05 wd:0.01 steps:200 seeds:3').waitFor();
  await expect.poll(() => isDrawn(picturesOf(lastTurn(page)))).toBe(true);
  expect(await messageBox(page).inputValue()).toBe('');
});

test('HTML and Markdown in a message are shown as they were typed', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const [index, hostile] of HOSTILE.entries()) {
    await say(page, hostile);
    await turns(page).nth(index).getByText(hostile, { exact: true }).first().waitFor();
    // Its reply may quote it.
    await turns(page).nth(index).getByRole('button').first().waitFor();
  }
  expect(
    await conversation(page)
      .locator('img:not([src^="/page/"]), b, script, iframe, [onerror], strong:text-is("bold")')
      .count(),
  ).toBe(0);
  expect(asked.filter((path) => !/^\/(api|page)\//u.test(path))).toEqual([]);
});

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '**bold** <b>bold</b> `code` [link](javascript:alert(1)) ![picture](/x.png)',
  '<script>alert(1)</script><iframe srcdoc="<script>alert(1)</script>"></iframe>',
];

test('arrow up brings back what was sent, the newest first', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await say(page, '/help');
  await turns(page).nth(0).getByRole('button').first().waitFor();
  await say(page, '/about');
  await turns(page).nth(1).getByText('/about').first().waitFor();
  await messageBox(page).press('ArrowUp');
  expect(await messageBox(page).inputValue()).toBe('/about');
  await messageBox(page).press('Home');
  await messageBox(page).press('ArrowUp');
  expect(await messageBox(page).inputValue()).toBe('/help');
});

test('a mistake is told where it was made, and the box is ready for another try', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  await say(page, '/train wd:ten');
  await lastTurn(page).getByText('wd is "ten": a number is needed, such as 0.01 or 1e-3').waitFor();
  expect(await hasFocus(messageBox(page))).toBe(true);
});

test('a file goes with its message, and with the buttons of its reply', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  const rows = Array.from({ length: 40 }, (_, n) => `${n / 10},${(n * 7) % 11},${Math.sin(n / 6).toFixed(4)}`);
  const csv = { name: 'waves.csv', mimeType: 'text/csv', buffer: Buffer.from(['x,other,y', ...rows].join('\n')) };
  await page.locator('input[type=file]').setInputFiles(csv);
  await page.getByText('waves.csv').first().waitFor();
  await say(page, '/train task:csv csv:waves.csv steps:50 seeds:2');
  await turns(page).nth(0).getByText('From "waves.csv", 40 rows').waitFor();
  await expect.poll(() => isDrawn(picturesOf(turns(page).nth(0)))).toBe(true);
  await page.getByRole('button', { name: 'Double decay' }).click();
  await turns(page).nth(1).getByText('From "waves.csv", 40 rows').waitFor();
});
