import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import { parseCustomId } from '../../src/chat/invocation.ts';
import { USUAL_SETTINGS } from '../../src/chat/memory.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { StoreInMemory } from '../store/store-in-memory.ts';
import { buttonsOf, EPHEMERAL, labelsOf, openAll, QUICK, whole } from './all-commands.ts';
import { startBot, type TestBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
let bot: TestBot;
const store = new StoreInMemory();
beforeAll(async () => {
  ({ lab, commands } = await openAll());
  bot = await startBot(commands, { lab, store });
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await lab.close();
});
beforeEach(() => {
  store.away = false;
  store.takesMs = 0;
  store.settings.clear();
  store.experiments.length = 0;
});

const person = (name: string) => ({ user: bot.discord.world.person(name) });

/** What somebody is told, whether at once or after "Thinking…". */
async function told(name: string, command: string, options: Record<string, string | number | boolean> = {}) {
  const sent = bot.discord.command({ name: command, options, ...person(name) });
  return Promise.any([
    sent.message({ until: ({ flags = 0 }) => (flags & EPHEMERAL) !== 0 }),
    sent.followUp({ until: ({ flags = 0 }) => (flags & EPHEMERAL) !== 0 }),
  ]);
}

/** Runs it, and waits until it is kept. */
async function ran(
  name: string,
  command: string,
  options: Record<string, string | number | boolean>,
  expect: typeof import('vitest').expect,
) {
  const before = store.experiments.length;
  const message = await bot.discord.command({ name: command, options, ...person(name) }).message(whole);
  await expect.poll(() => store.experiments.length).toBe(before + 1);
  return message;
}

describe('what somebody has run', () => {
  test('is kept for them, of every command that finishes an experiment', async ({ expect }) => {
    const asked: [string, Record<string, string | number>][] = [
      ['train', QUICK],
      ['compare', { a: 'wd 0.01', b: 'no decay', ...QUICK }],
      ['forces', QUICK],
      ['optimizers', QUICK],
      ['sweep', { lrs: '0.01, 0.05', wds: '0.01', ...QUICK }],
    ];
    for (const [name, options] of asked) {
      await ran('ada', name, options, expect);
      const { link, headline, verdict } = store.experiments.at(-1)!;
      const strings = Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)]));
      expect(parseCustomId(link)).toMatchObject({ command: name, options: strings });
      expect(headline).toMatch(/\d/u);
      expect(verdict).not.toBe('');
    }
  });

  test('is listed for them alone, with a button that runs it again, still in private if it was', async ({ expect }) => {
    await ran('ada', 'train', { ...QUICK, private: true }, expect);
    const history = await told('ada', 'history');
    expect(history.content).toContain('1. just now · `/train steps:30 seeds:3 hidden:4 private:true` · ');
    expect(labelsOf(history)).toEqual(['Run 1 again']);
    expect(parseCustomId(buttonsOf(history)[0]!.custom_id).options['private']).toBe('true');
    const again = await bot.discord
      .press({ message: history, label: 'Run 1 again', ...person('ada') })
      .message({ until: ({ attachments }) => attachments.length > 0, timeoutMs: 50_000 });
    expect(again.flags! & EPHEMERAL).toBe(EPHEMERAL);
    expect((await told('bob', 'history')).content).toMatch(/^No run of yours is kept/u);
    expect((await told('bob', 'history', { run: 'train' })).content).toMatch(/^None of your runs/u);
  });

  test('is offered to them alone while they type, and nothing is while the store is away', async ({ expect }) => {
    await ran('ada', 'train', QUICK, expect);
    const offered = (name: string, run: string) =>
      bot.discord.autocomplete({ name: 'history', focused: 'run', options: { run }, ...person(name) }).choices();
    const message = '/train steps:30 seeds:3 hidden:4';
    for (const typed of ['', 'steps', message]) {
      const [first, ...others] = await offered('ada', typed);
      expect(first).toEqual({ name: expect.stringMatching(/^just now · \/train steps:30 .* · \w/u), value: message });
      expect(others).toEqual([]);
    }
    expect(await offered('ada', 'sweep')).toEqual([]);
    expect(await offered('bob', '')).toEqual([]);
    store.away = true;
    expect(await offered('ada', '')).toEqual([]);
  });

  test('on a file is listed, and says that it needs the file again', async ({ expect }) => {
    const rows = Array.from({ length: 40 }, (_, n) => `${n},${(7 * n) % 11}`).join('\n');
    const csv = { filename: 'own.csv', bytes: Buffer.from(`x,y\n${rows}\n`), contentType: 'text/csv' };
    await bot.discord.command({ name: 'train', options: { csv, ...QUICK }, ...person('ada') }).message(whole);
    await expect.poll(() => store.experiments.length).toBe(1);
    const history = await told('ada', 'history');
    expect(history.content).toContain('to run it again, attach "own.csv" again');
    expect(labelsOf(history)).toEqual([]);
  });

  test('is forgotten at the press of the button that says so', async ({ expect }) => {
    await ran('ada', 'train', QUICK, expect);
    await ran('bob', 'train', QUICK, expect);
    const privacy = await told('ada', 'privacy');
    expect(privacy.content).toContain('**What I remember of you: one run.**');
    const forgotten = await bot.discord
      .press({ message: privacy, label: 'Forget mine', ...person('ada') })
      .message({ until: ({ content }) => content.startsWith('Forgotten') });
    expect(forgotten.content).toContain('the one run');
    expect(store.experiments.map((kept) => kept.person)).toEqual([`discord:${person('bob').user.id}`]);
    expect((await told('ada', 'forget')).content).toContain('nothing to forget');
  });

  test('cannot be told while the store is away, which is said to the asker alone', async ({ expect }) => {
    await ran('ada', 'train', QUICK, expect);
    store.away = true;
    for (const name of ['history', 'privacy', 'forget']) {
      expect((await told('ada', name)).content).toMatch(/^What I remember cannot be reached at the moment/u);
    }
    store.away = false;
    expect((await told('ada', 'history')).content).toContain('**Your run**');
  });
});

describe('what nobody but the asker is to see', () => {
  test('is hidden from the start, however long it takes to be read', async ({ expect }) => {
    store.takesMs = 30;
    for (const name of ['history', 'privacy', 'forget']) {
      const sent = bot.discord.command({ name, ...person('ada') });
      const { type, flags } = await sent.acknowledged();
      expect([type, flags & EPHEMERAL], name).toEqual([5, EPHEMERAL]);
      await sent.message();
    }
    expect(bot.discord.posted.filter(({ content }) => /for the asker alone/u.test(content))).toEqual([]);
  });

  test('is not told where everybody would, and is where nobody else hears it', async ({ expect }) => {
    await ran('ada', 'train', QUICK, expect);
    for (const content of ['/history', '/privacy', '/forget', 'history']) {
      const said = bot.discord.say({ content, mention: true, ...person('ada') });
      const { content: answer } = await bot.discord.answerTo(said);
      expect(answer, content).toMatch(/^\/(?:history|privacy|forget) is for your eyes alone, and everybody sees this/u);
    }
    expect(store.experiments).toHaveLength(1);
    const said = bot.discord.say({ content: '/history', dm: true, ...person('ada') });
    expect((await bot.discord.answerTo(said)).content).toContain('**Your run**');
  });
});

describe('/settings', () => {
  test('is registered for those who may manage the server, in servers alone', ({ expect }) => {
    const registered = bot.discord.commands.list().find(({ name }) => name === 'settings');
    expect(registered).toMatchObject({ default_member_permissions: '32', contexts: [0], integration_types: [0] });
    const others = bot.discord.commands.list().filter(({ name }) => name !== 'settings');
    for (const { default_member_permissions } of others) expect(default_member_permissions).toBeNull();
  });

  test('changes the server for those who may manage it', async ({ expect }) => {
    bot.discord.world.manager('teacher');
    const { guildId, channelId } = bot.discord.world;
    const changed = await told('teacher', 'settings', { channels: `<#${channelId}>`, demos: false });
    expect(changed.content).toContain('**Changed**: channels, demos from yes to no.');
    expect(store.settings.get(guildId)).toEqual({ ...USUAL_SETTINGS, channels: [channelId], demos: false });
    expect((await told('teacher', 'settings')).content).toContain(`<#${channelId}>`);
  });

  test('is refused to others, though Discord let it through, and so are its buttons', async ({ expect }) => {
    expect(() => bot.discord.command({ name: 'settings', ...person('ada') })).toThrow('not offered to ada');
    const use = { name: 'settings', options: { privately: true }, allowed: true, ...person('ada') };
    const refused = await bot.discord.command(use).message();
    expect(refused.content).toMatch(/^\/settings is for those who may manage this server/u);
    expect(refused.flags! & EPHEMERAL).toBe(EPHEMERAL);
    const open = await bot.discord.command({ name: 'help', ...person('ada') }).message();
    const press = { message: open, customId: 'settings?privately=true', forged: true, ...person('ada') };
    const pressed = bot.discord.press(press);
    const answer = await Promise.any([
      pressed.message({ until: ({ content }) => content.startsWith('/settings') }),
      pressed.followUp({ until: ({ content }) => content.startsWith('/settings') }),
    ]);
    expect(answer.content).toMatch(/^\/settings is for those who may manage this server/u);
    expect(store.settings.size).toBe(0);
  });

  test('turns off the charts of runs made for an answer', async ({ expect }) => {
    store.settings.set(bot.discord.world.guildId, { ...USUAL_SETTINGS, demos: false });
    const question = { question: 'how do wd and lr work together?' };
    const sent = bot.discord.command({ name: 'ask', options: question, ...person('ada') });
    const answer = await sent.message(whole);
    expect(answer.attachments.map(({ filename }) => filename)).toEqual(['formula.png']);
    expect(answer.content).not.toContain('Live');
    expect(labelsOf(answer)[0]).toBe('Run it yourself');
    expect(store.experiments).toEqual([]);
  });
});
