import { ComponentType } from 'discord.js';
import { test } from 'vitest';
import { z } from 'zod';
import { command } from '../../src/chat/command.ts';
import { booleanOption, choiceOption, numberOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import { type SeenMessage, startDiscord } from '../discord-double/index.ts';
import { openApi, startBot, type TestBot } from './bot.ts';
import { button, doing, echo, picture } from './commands.ts';

const EPHEMERAL = 64;

/** Says what it was given, with a button that opens its form. */
const run = command({
  name: 'run',
  description: 'Says what it runs with',
  options: z.object({
    lr: numberOption('A learning rate', { min: 0, max: 10, aboveMin: true, example: '0.05' }).optional(),
    wd: numberOption('A weight decay', { min: 0, max: 10, example: '0.05' }).optional(),
    task: choiceOption('What is learnt', ['curve', 'ridge']).optional(),
    nesterov: booleanOption('Nesterov’s momentum').optional(),
    seeds: numberOption('How often', { min: 1, max: 9, example: '5' }),
    private: booleanOption('For your eyes alone').default(false),
  }),
  form: ['lr', 'wd', 'task', 'nesterov', 'seeds'],
  run: async ({ private: hidden, ...given }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { ...say(JSON.stringify(given), { private: hidden }), pictures: [picture('new')] };
  },
});

const SENDS = { lr: '0.05', task: 'ridge', seeds: '3', nesterov: 'true' };
const changing = { ...button('Change…', 'run', SENDS), opensForm: true };
const start = doing('start', async () => ({
  ...say('as it was'),
  pictures: [picture('old')],
  buttons: [changing, button('Run', 'run', SENDS)],
}));

const COMMANDS = [run, start, echo];

/** Until the message says what /run says. */
const ran = { until: ({ content }: SeenMessage) => content.startsWith('{') };

async function asked({ discord }: TestBot) {
  const started = discord.command({ name: 'start' });
  const message = await started.message();
  return { started, message };
}

test('a button opens a form as the first thing that is said, filled in with what the button sends', async ({
  expect,
}) => {
  await using bot = await startBot(COMMANDS);
  const { message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  const form = await opened.modal();
  expect((await opened.acknowledged()).type).toBe(9);
  expect(form.title).toBe('Change /run');
  expect(form.components).toMatchObject([
    { label: 'lr', description: 'A learning rate', component: { type: ComponentType.TextInput, value: '0.05' } },
    { label: 'wd', component: { type: ComponentType.TextInput, required: false } },
    { label: 'task', component: { type: ComponentType.StringSelect, required: false } },
    { label: 'nesterov', component: { type: ComponentType.StringSelect, required: false } },
    { label: 'seeds', component: { type: ComponentType.TextInput, value: '3', required: true } },
  ]);
  expect(form.components[2]).toMatchObject({ component: { options: [{ default: false }, { default: true }] } });
  expect(form.components[3]).toMatchObject({
    component: { options: [{ label: 'yes', default: true }, { label: 'no' }] },
  });
  expect(bot.discord.posted.map(({ content }) => content)).toEqual(['as it was']);
});

test('submitted by the asker, the message changes in place; an emptied field is left out', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const { message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const submitted = bot.discord.submit({ opened, values: { lr: '', wd: '0,01', task: 'curve', nesterov: '' } });
  expect((await submitted.acknowledged()).type).toBe(6);
  const after = await submitted.message(ran);
  expect(after.id).toBe(message.id);
  expect(JSON.parse(after.content)).toEqual({ wd: 0.01, task: 'curve', seeds: 3 });
  expect(after.attachments.map(({ description }) => description)).toEqual(['new']);
  expect(submitted.followUps).toEqual([]);
  await bot.stop();
  const lines = bot.log().filter(({ msg }) => msg === 'request');
  expect(lines.map(({ via, command: name, outcome }) => [via, name, outcome])).toEqual([
    ['command', 'start', 'answered'],
    ['button', 'run', 'form opened'],
    ['form', 'run', 'answered'],
  ]);
});

test('submitted as it was, it does what the button said', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const { message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const after = await bot.discord.submit({ opened }).message(ran);
  expect(JSON.parse(after.content)).toEqual({ lr: 0.05, task: 'ridge', nesterov: true, seeds: 3 });
});

test('submitted by someone else, they get a private reply of their own and the message stays', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const { started, message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…', user: bot.discord.world.person('neighbour') });
  await opened.modal();
  const submitted = bot.discord.submit({ opened, values: { wd: '1' } });
  const own = await submitted.message(ran);
  expect(own.id).not.toBe(message.id);
  expect(own.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(started.original).toEqual(message);
});

test('opened and submitted after the bot was started anew, it works all the same', async ({ expect }) => {
  await using discord = await startDiscord({ openApi });
  const first = await startBot(COMMANDS, { discord });
  const { message } = await asked(first);
  await first.stop();
  const second = await startBot(COMMANDS, { discord });
  const opened = discord.press({ message, label: 'Change…' });
  await opened.modal();
  await second.stop();
  await using third = await startBot(COMMANDS, { discord });
  const submitted = discord.submit({ opened, values: { wd: '2' } });
  const after = await submitted.message(ran);
  expect(after.id).toBe(message.id);
  expect(JSON.parse(after.content)).toMatchObject({ lr: 0.05, wd: 2 });
  expect(third.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test('on an answer to a mention, the asker’s form changes it in place', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const question = bot.discord.say({ content: '/start', mention: true });
  const message = await bot.discord.answerTo(question);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const after = await bot.discord.submit({ opened, values: { wd: '1' } }).message(ran);
  expect(after.id).toBe(message.id);
});

test('a mistake in a form is told in private, and the message stays as it was', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const { started, message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const submitted = bot.discord.submit({ opened, values: { lr: 'ten', seeds: '@everyone' } });
  const { type, flags, data } = await submitted.acknowledged();
  expect({ type, flags: flags & EPHEMERAL }).toEqual({ type: 4, flags: EPHEMERAL });
  expect((data as { content: string }).content).toBe(
    'lr is "ten": a number is needed, such as 0.05\nseeds is "@\u200beveryone": a number is needed, such as 5',
  );
  expect(started.original).toEqual(message);
});

test('below a mistake the form can be opened again with what was typed, and nothing of it is lost', async ({
  expect,
}) => {
  await using bot = await startBot(COMMANDS);
  const { started, message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const submitted = bot.discord.submit({ opened, values: { lr: 'ten', wd: '7', task: 'curve' } });
  const told = await submitted.message();
  const again = bot.discord.press({ message: told, label: 'Change…' });
  const { components } = await again.modal();
  expect(components.slice(0, 2)).toMatchObject([{ component: { value: 'ten' } }, { component: { value: '7' } }]);
  const after = await bot.discord.submit({ opened: again, values: { lr: '0.1' } }).message(ran);
  expect(JSON.parse(after.content)).toEqual({ lr: 0.1, wd: 7, task: 'curve', nesterov: true, seeds: 3 });
  expect(after.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(started.original).toEqual(message);
});

test('a mistake too long for a button is told without one', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const { message } = await asked(bot);
  const opened = bot.discord.press({ message, label: 'Change…' });
  await opened.modal();
  const told = await bot.discord.submit({ opened, values: { lr: 'x'.repeat(4_000) } }).message();
  expect([told.content.length < 200, told.components]).toEqual([true, []]);
  expect(bot.log().filter(({ level }) => level >= 40)).toEqual([]);
});

test.for([
  ['no such command', '~nonsense?lr=1', {}, /^there is no command "\/nonsense"/u],
  ['a command without a form', '~echo?text=x', { text: 'y' }, /^\/echo has no form/u],
  ['a prototype for a command', '~__proto__', {}, /^there is no command/u],
  ['a button that opens none', 'run?seeds=1', { lr: '1' }, /^there is no form "run\?seeds=1"/u],
  ['a field of no name we know', '~run?seeds=1', { speed: '1' }, /has no field "speed": it has lr, wd, task/u],
  ['a prototype for a field', '~run?seeds=1', { constructor: '1' }, /has no field "constructor"/u],
  ['a field that its form does not have', '~run?seeds=1', { private: 'true' }, /has no field "private"/u],
  ['a text that is too long', '~run?seeds=1', { lr: '9'.repeat(4_001) }, /^lr has 4001 characters: at most 4000/u],
  ['two choices where one may be', '~run?seeds=1', { task: ['curve', 'ridge'] }, /^task is "curve, ridge": it can be/u],
  ['an unknown option in its id', '~run?seeds=1&speed=9', { lr: '1' }, /^\/run has no option "speed"/u],
] as const)(
  'a forged form with %s gets a private sentence; the message stays',
  async ([, customId, values, sentence], { expect }) => {
    await using bot = await startBot(COMMANDS);
    const { started, message } = await asked(bot);
    const submitted = bot.discord.modal({ customId, values, message });
    const { type, flags, data } = await submitted.acknowledged();
    expect({ type, flags: flags & EPHEMERAL }).toEqual({ type: 4, flags: EPHEMERAL });
    expect((data as { content: string }).content).toMatch(sentence);
    expect(started.original).toEqual(message);
    expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
  },
);

test.for([
  ['no such command', '~nonsense', /^there is no command/u],
  ['a command without a form', '~echo?text=x', /^\/echo has no form: type \/echo/u],
  ['more than an id may hold', `~run?lr=${'9'.repeat(5_000)}`, /^that button has 5008 characters: at most 100/u],
] as const)('a forged button for a form of %s gets a private sentence', async ([, customId, sentence], { expect }) => {
  await using bot = await startBot(COMMANDS);
  const { started, message } = await asked(bot);
  const pressed = bot.discord.press({ message, customId, forged: true });
  const { type, flags, data } = await pressed.acknowledged();
  expect({ type, flags: flags & EPHEMERAL }).toEqual({ type: 4, flags: EPHEMERAL });
  expect((data as { content: string }).content).toMatch(sentence);
  expect(started.original).toEqual(message);
  expect(bot.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a form that comes from no message is answered in private', async ({ expect }) => {
  await using bot = await startBot(COMMANDS);
  const submitted = bot.discord.modal({ customId: '~run?seeds=4', values: { lr: '1' } });
  const reply = await submitted.message(ran);
  expect(reply.flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(JSON.parse(reply.content)).toEqual({ lr: 1, seeds: 4 });
});
