import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { command } from '../../src/chat/command.ts';
import { MAX_FILE_BYTES } from '../../src/chat/file-limit.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { attachmentOption, booleanOption, choiceOption, integerOption, numberOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import { describeCommands } from '../../src/web/describe-commands.ts';

const run = async () => say('done');

const made = command({
  name: 'make',
  description: 'Makes something',
  options: z.object({
    lr: numberOption('A learning rate', { min: 0, max: 1, example: '0.1' }),
    steps: integerOption('How many', { min: 1, max: 9, example: '5' }).default(3),
    task: choiceOption('Which', ['curve', 'ridge']).optional(),
    biases: booleanOption('Whether').default(true),
    csv: attachmentOption('A file').optional(),
  }),
  form: ['lr', 'task'],
  run,
});

test('a command is told with its options, each with what may be given and what it is if nothing is', () => {
  const open = { choices: null, usual: null, required: false };
  expect(describeCommands([made]).commands).toEqual([
    {
      name: 'make',
      description: 'Makes something',
      form: ['lr', 'task'],
      options: [
        { ...open, name: 'lr', description: 'A learning rate', kind: 'text', required: true },
        { ...open, name: 'steps', description: 'How many', kind: 'integer', usual: '3' },
        { ...open, name: 'task', description: 'Which', kind: 'choice', choices: ['curve', 'ridge'] },
        { ...open, name: 'biases', description: 'Whether', kind: 'boolean', choices: ['yes', 'no'], usual: 'yes' },
        { ...open, name: 'csv', description: 'A file', kind: 'attachment' },
      ],
    },
  ]);
});

test('what an option usually is, is told only where nothing chosen beside it makes a difference', () => {
  const choice = choiceOption('Which', ['curve', 'ridge']);
  const one = { ...choice.meta()!.traits!, kind: 'text', choices: undefined, description: 'A number' } as const;
  const { choices: _, ...traits } = one;
  const same = z.string().meta({ traits: { ...traits, usual: () => '5' } });
  const other = z.string().meta({ traits: { ...traits, usual: ({ task }) => (task === 'ridge' ? '1' : '5') } });
  const options = z.object({ same: same.optional(), other: other.optional(), task: choice.optional() });
  const [described] = describeCommands([{ name: 'make', description: 'Makes', options, run }]).commands;
  expect(described!.options.map(({ usual }) => usual)).toEqual(['5', null, null]);
});

describe('the real commands', async () => {
  const { commands, first, maxFileBytes } = describeCommands(
    await findCommands(new URL('../../commands/', import.meta.url)),
  );

  test('are all told, with messages to begin with', () => {
    expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['train', 'sweep', 'ask', 'help']));
    expect(first.length).toBeGreaterThanOrEqual(3);
    expect(maxFileBytes).toBe(MAX_FILE_BYTES);
  });

  test('are told as JSON has it, without a difference', () => {
    expect(JSON.parse(JSON.stringify(commands))).toEqual(commands);
  });

  test('say that the usual weight of a step is what it is described as', () => {
    const step = commands.find(({ name }) => name === 'step')!;
    const usual = Object.fromEntries(step.options.map((option) => [option.name, option.usual]));
    expect(usual).toMatchObject({ lr: '0.1', wd: '0.5', step: '1', start: '2, -1' });
  });
});
