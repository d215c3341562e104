import { test } from 'vitest';
import { say } from '../../src/chat/reply.ts';
import { serverError } from '../discord-double/index.ts';
import { type LogLine, startBot } from './bot.ts';
import { button, doing, gated, halve, hearing, inParts } from './commands.ts';

const SECRET_WORDS = 'a heron told me';

const broken = doing('broken', async () => {
  throw new RangeError('off by one');
});
const start = doing('start', async () => ({
  ...say('start'),
  buttons: [{ ...button('Change…', 'halve', { lr: '1' }), opensForm: true }],
}));
const [late, refused] = [gated('late'), gated('refused')];
const parts = inParts('parts', { ...say('the first part'), stoppable: true });
const commands = [{ ...halve, form: ['lr'] }, hearing, broken, start, late.command, refused.command, parts.command];

const FIELDS = ['level', 'time', 'via', 'reference', 'command', 'outcome', 'ackMs', 'waitMs', 'ms', 'msg'];

test('each request is one line that tells how, what, how it ended and how long it took, and nothing of who or what was said', async ({
  expect,
}) => {
  await using bot = await startBot(commands);
  const { discord } = bot;
  const requests = () => bot.log().filter(({ msg }) => msg === 'request');
  let told = 0;
  /** Does something, and waits for its lines. */
  async function doingIt(lines: readonly string[], act: () => Promise<unknown>): Promise<LogLine[]> {
    await act();
    const before = told;
    told += lines.length;
    await expect.poll(() => requests().length).toBeGreaterThanOrEqual(told);
    const own = requests().slice(before);
    expect(own.map(({ via, command, outcome }) => `${via} ${command} ${outcome}`)).toEqual(lines);
    return own;
  }
  const bob = discord.world.person('bob');

  await doingIt(['command echo answered'], () =>
    discord.command({ name: 'echo', options: { text: SECRET_WORDS } }).message(),
  );
  await doingIt(['command echo answered'], () =>
    discord.command({ name: 'echo', options: { text: SECRET_WORDS }, user: bob, dm: true }).message(),
  );
  await doingIt(['command halve mistake'], () =>
    discord.command({ name: 'halve', options: { lr: SECRET_WORDS } }).message(),
  );
  let apology = '';
  const [line] = await doingIt(['command broken broken'], async () => {
    apology = (await discord.command({ name: 'broken' }).message()).content;
  });
  expect(apology).toContain(`reference ${line!.reference}`);
  const failures = bot.log().filter(({ msg }) => msg === 'something broke');
  expect(failures).toMatchObject([{ reference: line!.reference, err: { message: 'off by one' } }]);

  await doingIt(['command halve answered', 'button halve answered', 'button halve answered'], async () => {
    const message = await discord.command({ name: 'halve', options: { lr: '1' } }).message();
    await expect.poll(() => requests().length).toBe(told + 1);
    await discord.press({ message, label: 'Halve it', user: bob }).message();
    await expect.poll(() => requests().length).toBe(told + 2);
    await discord.press({ message, label: 'Halve it' }).message({ until: ({ content }) => content === 'half is 0.25' });
  });
  await doingIt(
    ['command start answered', 'button unknown mistake', 'button halve form opened', 'form halve answered'],
    async () => {
      const message = await discord.command({ name: 'start' }).message();
      await expect.poll(() => requests().length).toBe(told + 1);
      await discord.press({ message, customId: `${SECRET_WORDS}?a=b`, forged: true }).message();
      await expect.poll(() => requests().length).toBe(told + 2);
      const opened = discord.press({ message, label: 'Change…' });
      await opened.modal();
      await expect.poll(() => requests().length).toBe(told + 3);
      await discord
        .submit({ opened, values: { lr: '4' } })
        .message({ until: ({ content }) => content === 'half is 2' });
    },
  );
  await doingIt(['mention echo answered', 'menu echo answered', 'mention unknown mistake'], async () => {
    const said = discord.say({ content: SECRET_WORDS, mention: true, user: bob });
    await discord.answerTo(said);
    await expect.poll(() => requests().length).toBe(told + 1);
    await discord.contextMenu({ name: 'Ask Halflife', message: said }).message();
    await expect.poll(() => requests().length).toBe(told + 2);
    await discord.answerTo(discord.say({ content: `/${SECRET_WORDS.replaceAll(' ', '-')}`, mention: true }));
  });
  await doingIt(['stop unknown stopping', 'command parts stopped'], async () => {
    const message = await discord
      .command({ name: 'parts' })
      .message({ until: ({ components }) => components!.length > 0 });
    await parts.started;
    discord.press({ message, label: 'Stop' });
    await expect.poll(() => requests().length).toBe(told + 1);
    parts.fail(Object.assign(new Error('stopped'), { name: 'AbortError' }));
  });
  await doingIt(['command late lost'], async () => {
    const asked = discord.command({ name: 'late' });
    await asked.acknowledged();
    asked.expire();
    late.finish();
  });
  await doingIt(['command refused undelivered'], async () => {
    await discord.command({ name: 'refused' }).acknowledged();
    discord.faults.next('PATCH *', serverError(503), { times: 4 });
    refused.finish();
  });
  // Typing asks for nothing, and what arrives once more was asked once.
  await discord.command({ name: 'echo', options: { text: 'last' } }).message();
  await expect.poll(() => requests().length).toBe(told + 1);
  await discord.autocomplete({ name: 'echo', options: { text: SECRET_WORDS }, focused: 'text' }).choices();
  discord.gateway.repeatOnResume(20);
  discord.gateway.drop();
  await discord.gateway.seen('resumed');
  await discord.command({ name: 'echo', options: { text: 'after all' } }).message();
  await expect.poll(() => requests().length).toBe(told + 2);

  const lines = requests();
  expect(new Set(lines.map(({ reference }) => reference)).size).toBe(lines.length);
  for (const each of lines) {
    expect(each).toMatchObject({
      level: 30,
      reference: expect.stringMatching(/^[0-9A-F]{4}$/u),
      ms: expect.any(Number),
    });
    expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(each)));
  }
  const written = JSON.stringify(bot.log().filter(({ level }) => level >= 30));
  expect(written).not.toMatch(/heron/u);
  for (const name of ['learner', 'bob', 'owner']) {
    const person = discord.world.person(name);
    expect(written).not.toContain(person.id);
    expect(written).not.toContain(JSON.stringify(person.username));
  }
  expect(bot.rawLog()).not.toContain(discord.token);
  expect(bot.rawLog()).not.toContain('aW50ZXJhY3Rpb246');
});
