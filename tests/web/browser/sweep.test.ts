import { isDrawn, lastTurn, picturesOf, property, say } from './talk.ts';
import { test } from './test.ts';

test('a sweep tells how far it is, fills in live, and Stop makes the reply of what is there', async ({
  visit,
  web,
  expect,
}) => {
  const page = await visit(web.address);
  await say(page, '/sweep');
  const bar = lastTurn(page).getByRole('progressbar');
  const share = () => property<number>(bar, 'value');
  await bar.waitFor();
  const early = await share();
  await expect.poll(share).toBeGreaterThan(early);
  await lastTurn(page)
    .getByText(/Training 432 networks/u)
    .waitFor();

  const map = picturesOf(lastTurn(page));
  await expect.poll(() => isDrawn(map)).toBe(true);
  const first = await map.getAttribute('src');
  await expect.poll(() => map.getAttribute('src')).not.toBe(first);

  await lastTurn(page).getByRole('button', { name: 'Stop' }).click();
  await lastTurn(page).getByRole('button', { name: 'Train the best' }).waitFor();
  await lastTurn(page)
    .getByText(/Stopped/iu)
    .first()
    .waitFor();
  expect(await lastTurn(page).getByRole('button', { name: 'Stop' }).count()).toBe(0);
  expect(await bar.count()).toBe(0);
});
