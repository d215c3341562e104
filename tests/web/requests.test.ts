import { describe, test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import type { Meters } from '../../src/metrics/meters.ts';
import { doing, echo, gated, inParts, picture } from '../discord/commands.ts';
import { ask, listen, newId, openRequests } from './asking-page.ts';

const A = newId();
const B = newId();

describe('asking', () => {
  test('twice is asking once', async ({ expect }) => {
    const { requests, log } = openRequests([echo]);
    const { heard } = listen(requests, A);
    const id = newId();
    expect(ask(requests, A, '/echo text:hello', id)).toBeNull();
    expect(ask(requests, A, '/echo text:hello', id)).toBeNull();
    await expect.poll(() => heard).toEqual(['answered: hello']);
    expect(ask(requests, A, '/echo text:hello', id)).toBeNull();
    expect(requests.of(A)).toEqual([id]);
    expect(log()).toHaveLength(1);
  });

  test('with the id of another tab gets nothing of that tab', async ({ expect }) => {
    const { requests } = openRequests([echo]);
    const [own, other] = [listen(requests, A), listen(requests, B)];
    const id = newId();
    ask(requests, A, '/echo text:secret', id);
    expect(ask(requests, B, '/echo text:mine', id)).toMatchObject({ status: 409 });
    await expect.poll(() => own.heard).toEqual(['answered: secret']);
    expect(other.heard).toEqual([]);
    expect(listen(requests, B).heard).toEqual([]);
    expect(requests.of(B)).toEqual([]);
  });

  test('of one tab is not heard in another', async ({ expect }) => {
    const { requests } = openRequests([echo]);
    const [first, second] = [listen(requests, A), listen(requests, B)];
    ask(requests, A, '/echo text:one');
    ask(requests, B, '/echo text:two');
    await expect.poll(() => second.heard).toEqual(['answered: two']);
    expect(first.heard).toEqual(['answered: one']);
  });

  test('is limited to five things at once for a tab, and says so', async ({ expect }) => {
    const slow = gated('slow');
    const { requests } = openRequests([slow.command, echo]);
    const { heard } = listen(requests, A);
    for (let count = 0; count < 5; count++) expect(ask(requests, A, '/slow')).toBeNull();
    expect(ask(requests, A, '/slow')).toEqual({
      status: 429,
      error: '5 of your requests are under way: wait for one to end, or stop one',
    });
    expect(ask(requests, B, '/echo text:others')).toBeNull();
    slow.finish();
    await expect.poll(() => heard).toHaveLength(5);
    expect(ask(requests, A, '/echo text:again')).toBeNull();
  });

  test('is limited to fifty things at once for all', async ({ expect }) => {
    const slow = gated('slow');
    const { requests } = openRequests([slow.command]);
    const tabs = Array.from({ length: 10 }, newId);
    for (const tab of tabs) for (let count = 0; count < 5; count++) expect(ask(requests, tab, '/slow')).toBeNull();
    expect(ask(requests, newId(), '/slow')).toEqual({
      status: 429,
      error: 'Halflife is working on 50 requests, and takes no more at once: try again in a minute',
    });
    slow.finish();
    await expect.poll(() => ask(requests, newId(), '/slow')).toBeNull();
  });
});

describe('for whoever runs it', () => {
  test('each request is one line in the log, without what was said', async ({ expect }) => {
    const { requests, log, rawLog } = openRequests([echo]);
    for (const [count, message] of ['/echo text:hush', '/hushhush', 'hush', '/echo times:hush'].entries()) {
      ask(requests, A, message);
      await expect.poll(log).toHaveLength(count + 1);
    }
    expect(log().map(({ via, command, outcome, msg }) => [via, command, outcome, msg])).toEqual([
      ['page', 'echo', 'answered', 'request'],
      ['page', 'unknown', 'mistake', 'request'],
      ['page', 'unread', 'mistake', 'request'],
      ['page', 'echo', 'mistake', 'request'],
    ]);
    expect(rawLog()).not.toContain('hush');
  });

  test('each request is metered, from its arrival to its end', async ({ expect }) => {
    const told: string[] = [];
    const meters: Meters = {
      begin: (via) => {
        told.push(`begin ${via}`);
        return {
          acknowledged: () => told.push('acknowledged'),
          shown: ({ pictures }) => told.push(`shown with ${pictures.length}`),
          ended: (command, outcome) => told.push(`ended ${command} ${outcome}`),
        };
      },
      reconnected: () => {},
    };
    const parts = inParts('parts', say('first'));
    const { requests } = openRequests([parts.command], { meters });
    ask(requests, A, '/parts');
    parts.finish({ ...say('all'), pictures: [picture('it')] });
    const expected = ['begin page', 'shown with 0', 'acknowledged', 'shown with 1', 'ended parts answered'];
    await expect.poll(() => told).toEqual(expected);
  });

  test('what broke is in the log under the reference that the page shows', async ({ expect }) => {
    const broken = doing('broken', () => Promise.reject(new TypeError('a bug')));
    const { requests, log } = openRequests([broken]);
    const { heard } = listen(requests, A);
    ask(requests, A, '/broken');
    await expect.poll(log).toHaveLength(2);
    const [failure, request] = log();
    expect(failure).toMatchObject({ msg: 'something broke', err: { message: 'a bug' } });
    expect(request).toMatchObject({ outcome: 'broken' });
    expect(heard).toEqual([expect.stringContaining(`reference ${failure!.reference}`)]);
  });
});

describe('a page that is away', () => {
  test('is told how things stand once it is back', async ({ expect }) => {
    const parts = inParts('parts', say('first'));
    const { requests } = openRequests([parts.command]);
    ask(requests, A, '/parts');
    const context = await parts.started;
    context.progress(0.25, 'training');
    const first = listen(requests, A);
    expect(first.heard).toEqual(['part: first', 'training 0.25']);
    first.leave();
    parts.finish(say('all'));
    await expect.poll(() => listen(requests, A).heard).toEqual(['answered: all']);
  });

  test('has its work stopped after a while, and a page that is there has not', async ({ expect }) => {
    const [left, stayed] = [gated('left'), gated('stayed')];
    const { requests, log } = openRequests([left.command, stayed.command], { awayMs: 20 });
    const there = listen(requests, B);
    const away = listen(requests, A);
    ask(requests, A, '/left');
    ask(requests, B, '/stayed');
    away.leave();
    await expect.poll(log).toMatchObject([{ command: 'left', outcome: 'stopped' }]);
    stayed.finish();
    await expect.poll(() => there.heard).toEqual(['answered: done']);
  });

  test('and never was there has its work stopped too', async ({ expect }) => {
    const { requests, log } = openRequests([gated('slow').command], { awayMs: 20 });
    ask(requests, A, '/slow');
    await expect.poll(log).toMatchObject([{ command: 'slow', outcome: 'stopped' }]);
  });

  test('and comes back in time finds its work under way', async ({ expect }) => {
    const slow = gated('slow');
    const { requests, log } = openRequests([slow.command, echo], { awayMs: 200 });
    const before = listen(requests, A);
    ask(requests, A, '/slow');
    before.leave();
    const { heard } = listen(requests, A);
    // Another page that left at the same time has been given up by then.
    ask(requests, B, '/slow');
    await expect.poll(log).toMatchObject([{ outcome: 'stopped' }]);
    slow.finish();
    await expect.poll(() => heard).toEqual(['answered: done']);
  });

  test('gets what there was, where the work can end with that', async ({ expect }) => {
    const modest = doing('modest', async ({ show, enough }) => {
      show({ ...say('a little'), stoppable: true });
      await new Promise((resolve) => enough.addEventListener('abort', resolve));
      return say('all there was');
    });
    const { requests, log } = openRequests([modest], { awayMs: 20 });
    ask(requests, A, '/modest');
    await expect.poll(log).toHaveLength(1);
    expect(listen(requests, A).heard).toEqual(['answered: all there was']);
  });

  test('is kept its replies for a while, and not for ever', async ({ expect }) => {
    const { requests } = openRequests([echo], { keptMs: 20 });
    ask(requests, A, '/echo text:hello');
    expect(requests.of(A)).toHaveLength(1);
    await expect.poll(() => requests.of(A)).toEqual([]);
  });

  test('is kept no more than a hundred replies, with all others', async ({ expect }) => {
    const { requests, log } = openRequests([echo]);
    const ids = Array.from({ length: 104 }, newId);
    for (const [count, id] of ids.entries()) {
      ask(requests, A, '/echo text:hello', id);
      await expect.poll(log, { interval: 1 }).toHaveLength(count + 1);
    }
    await expect.poll(() => requests.of(A)).toEqual(ids.slice(4));
  });
});

describe('what is shown', () => {
  test('is given up when the page has it, and not before it has ended', async ({ expect }) => {
    const slow = gated('slow', { ...say('done'), pictures: [picture('it')] });
    const { requests } = openRequests([slow.command]);
    const { heard } = listen(requests, A);
    const id = newId();
    ask(requests, A, '/slow', id);
    requests.forget(id);
    expect(requests.of(A)).toEqual([id]);
    slow.finish();
    await expect.poll(() => heard).toEqual(['answered: done']);
    expect(requests.reply(id, 1)?.pictures).toHaveLength(1);
    requests.forget(id);
    expect(requests.of(A)).toEqual([]);
    expect(requests.reply(id, 1)).toBeNull();
  });

  test('can be fetched still when something newer has just taken its place', async ({ expect }) => {
    const parts = inParts('parts', { ...say('first'), pictures: [picture('the first')] });
    const { requests } = openRequests([parts.command]);
    const { heard } = listen(requests, A);
    const id = newId();
    ask(requests, A, '/parts', id);
    parts.finish({ ...say('all'), pictures: [picture('the last')] });
    await expect.poll(() => heard).toEqual(['part: first', 'answered: all']);
    expect([1, 2, 3].map((revision) => requests.reply(id, revision)?.pictures[0]?.alt)).toEqual([
      'the first',
      'the last',
      undefined,
    ]);
  });

  test('of its progress is the newest, now and then, and never behind the reply', async ({ expect }) => {
    const slow = gated('slow');
    const { requests } = openRequests([slow.command]);
    const { heard } = listen(requests, A);
    ask(requests, A, '/slow');
    const context = await slow.started;
    for (let count = 1; count <= 1_000; count++) context.progress(count / 1_000, 'training');
    await expect.poll(() => heard).toEqual(['training 1']);
    context.progress(1, 'drawing');
    slow.finish();
    await expect.poll(() => heard.at(-1)).toBe('answered: done');
    context.progress(1, 'too late');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(heard.at(-1)).toBe('answered: done');
  });

  test('stops when it is told to', async ({ expect }) => {
    const { requests } = openRequests([gated('slow').command]);
    const { heard } = listen(requests, A);
    const id = newId();
    ask(requests, A, '/slow', id);
    expect(requests.stop(id)).toBe(true);
    await expect.poll(() => heard).toEqual(['stopped: Stopped: nothing was finished.']);
    expect(requests.stop(id)).toBe(false);
    expect(requests.stop(newId())).toBe(false);
  });
});

describe('leaving', () => {
  test('finishes what runs, takes nothing new, and tells the pages that this was all', async ({ expect }) => {
    const slow = gated('slow');
    const { requests } = openRequests([slow.command, echo]);
    const { heard } = listen(requests, A);
    ask(requests, A, '/slow');
    const closed = requests.close({ finishMs: 60_000, farewellMs: 0 });
    expect(ask(requests, A, '/echo text:hello')).toMatchObject({ status: 503 });
    slow.finish();
    await closed;
    expect(heard).toEqual(['answered: done', 'end']);
    expect(listen(requests, A).heard.at(-1)).toBe('end');
  });

  test('stops what takes too long', async ({ expect }) => {
    const { requests } = openRequests([gated('slow').command]);
    const { heard } = listen(requests, A);
    ask(requests, A, '/slow');
    await requests.close({ finishMs: 0, farewellMs: 500 });
    expect(heard).toEqual(['stopped: Stopped: nothing was finished.', 'end']);
  });

  test('does not wait for what will not stop', async ({ expect }) => {
    const stubborn = doing('stubborn', () => new Promise(() => {}));
    const { requests } = openRequests([stubborn]);
    const { heard } = listen(requests, A);
    ask(requests, A, '/stubborn');
    await requests.close({ finishMs: 0, farewellMs: 20 });
    expect(heard).toEqual(['end']);
  });

  test('waits until the page that is there has fetched its replies', async ({ expect }) => {
    const { requests } = openRequests([echo]);
    const { heard } = listen(requests, A);
    const id = newId();
    ask(requests, A, '/echo text:hello', id);
    ask(requests, B, '/echo text:nobody-listens');
    await expect.poll(() => heard).toHaveLength(1);
    const closed = requests.close({ finishMs: 0, farewellMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).not.toContain('end');
    requests.forget(id);
    await closed;
    expect(heard).toContain('end');
  });
});
