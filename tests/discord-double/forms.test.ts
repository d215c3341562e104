import { type APILabelComponent, ComponentType, type Interaction, TextInputStyle } from 'discord.js';
import { expect, test } from 'vitest';
import { findOpenApi, ImpossibleError, startDiscord } from './index.ts';
import { logIn } from './trial-bot.ts';

const openApi = findOpenApi();

const FIELDS: APILabelComponent[] = [
  {
    type: ComponentType.Label,
    label: 'lr',
    component: { type: ComponentType.TextInput, style: TextInputStyle.Short, custom_id: 'lr', value: '0.05' },
  },
  {
    type: ComponentType.Label,
    label: 'task',
    component: {
      type: ComponentType.StringSelect,
      custom_id: 'task',
      required: false,
      options: ['curve', 'ridge'].map((value) => ({ label: value, value, default: value === 'ridge' })),
    },
  },
];

/** A bot whose command says something with a button, which opens this form; what is submitted is kept. */
async function withForm(components: APILabelComponent[] = FIELDS) {
  const discord = await startDiscord({ openApi });
  const submitted: Record<string, unknown>[] = [];
  const bot = await logIn(discord, async (interaction: Interaction) => {
    if (interaction.isChatInputCommand()) {
      const button = { type: 2, style: 2, label: 'Change', custom_id: 'change' } as const;
      await interaction.reply({ content: 'before', components: [{ type: 1, components: [button] }] });
    } else if (interaction.isButton()) {
      await interaction.showModal({ title: 'Change it', custom_id: 'form', components });
    } else if (interaction.isModalSubmit()) {
      const fields = interaction.fields.fields.map((field) =>
        'value' in field ? field.value : 'values' in field ? field.values : null,
      );
      submitted.push({ id: interaction.customId, fields, from: interaction.message?.content });
      if (interaction.isFromMessage()) await interaction.update('after');
      else await interaction.reply('of no message');
    }
  });
  await bot.client.application.commands.set([{ name: 'start', description: 'Starts' }]);
  const message = await discord.command({ name: 'start' }).message();
  const open = () => discord.press({ message, label: 'Change' });
  return {
    ...{ discord, bot, message, open, submitted },
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord.close();
    },
  };
}

test('a form is sent as it was filled in, but for what is changed, and may change the message it came from', async () => {
  await using at = await withForm();
  const opened = at.open();
  await opened.modal();
  await at.discord.submit({ opened }).acknowledged();
  const second = at.discord.submit({ opened, values: { lr: '1', task: '' } });
  expect((await second.acknowledged()).type).toBe(7);
  expect(at.submitted).toEqual([
    { id: 'form', fields: ['0.05', ['ridge']], from: 'before' },
    { id: 'form', fields: ['1', []], from: 'after' },
  ]);
  expect((await second.message()).id).toBe(at.message.id);
});

test('a forged form is sent whatever it says, with or without a message', async () => {
  await using at = await withForm();
  const forged = { customId: 'never shown', values: { speed: '9', task: ['a', 'b'] } };
  await at.discord.modal({ ...forged, message: at.message }).acknowledged();
  await at.discord.modal(forged).acknowledged();
  expect(at.submitted).toEqual([
    { id: 'never shown', fields: ['9', ['a', 'b']], from: 'before' },
    { id: 'never shown', fields: ['9', ['a', 'b']], from: undefined },
  ]);
});

test.for([
  ['a field that it has not', { speed: '1' }, /no field speed; it has lr,task/u],
  ['an empty field that is needed', { lr: '' }, /lr must be filled in/u],
  ['a choice that is not there', { task: 'moons' }, /task takes one of curve,ridge, not moons/u],
  ['a text that is too long', { lr: 'x'.repeat(4_001) }, /lr takes 4000 characters/u],
] as const)('nobody can submit %s', async ([, values, why]) => {
  await using at = await withForm();
  const opened = at.open();
  await opened.modal();
  expect(() => at.discord.submit({ opened, values })).toThrow(ImpossibleError);
  expect(() => at.discord.submit({ opened, values })).toThrow(why);
});

test('nobody can submit a form that was not shown', async () => {
  await using at = await withForm();
  expect(() => at.discord.submit({ opened: at.open() })).toThrow(/no form was shown/u);
});

test.for([
  ['six fields', Array.from({ length: 6 }, () => FIELDS[0]!), /Must be 5 or fewer in length/u],
  ['two fields of one id', [FIELDS[0]!, FIELDS[0]!], /custom id cannot be duplicated/u],
  ['a long label', [{ ...FIELDS[0]!, label: 'x'.repeat(46) }], /Must be 45 or fewer in length/u],
] as const)('a form with %s is refused and recorded', async ([, components, why]) => {
  await using at = await withForm([...components]);
  at.open();
  await expect.poll(() => at.bot.errors.length).toBe(1);
  expect(at.discord.takeProblems().map(({ text }) => text)).toEqual(
    expect.arrayContaining([expect.stringMatching(why)]),
  );
});
