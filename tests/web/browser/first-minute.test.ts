import { FIRST_MESSAGES } from '../../../src/chat/first-messages.ts';
import { takePictures, violationsOf } from './look.ts';
import { test } from './test.ts';

test('a first visit offers three messages to press', async ({ visit, web, expect }) => {
  const page = await visit(web.address);
  for (const message of FIRST_MESSAGES) {
    await page.getByRole('button', { name: message }).waitFor({ timeout: 3000 });
  }
  await takePictures(page, 'first-visit');
  expect(await violationsOf(page)).toEqual([]);
});
