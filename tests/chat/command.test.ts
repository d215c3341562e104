import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { command, commandNamed } from '../../src/chat/command.ts';
import { experimentOptions } from '../../src/chat/experiment-options.ts';
import { integerOption, numberOption } from '../../src/chat/options.ts';
import { say } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { withoutLab } from './no-lab.ts';

const ZWSP = '\u200b';
const RTL = '\u202e';

describe('words are understood', () => {
  const options = {
    task: `Ri${ZWSP}dge `,
    optimizer: 'ＳＧＤ',
    batch: `${RTL}ALL`,
    hidden: ` None${ZWSP}`,
    nesterov: ` NO${ZWSP}`,
  };

  test('in any case, width and company of invisible marks', async () => {
    const read = await z.object(experimentOptions).parseAsync(options);
    expect(read).toEqual({ task: 'ridge', optimizer: 'sgd', batch: 'all', hidden: [], nesterov: false });
  });
});

describe('a command', () => {
  const needy = command({
    name: 'needy',
    description: 'Needs its number',
    options: z.object({
      lr: numberOption('How fast', { min: 0.5, max: 10, example: '1' }),
      steps: integerOption('How long', { min: 1, max: 10, example: '5' }).default(3),
    }),
    run: async ({ lr, steps }) => say(`${lr} ${steps}`),
  });

  const steady = command({ name: 'steady', description: 'Stays', options: z.object({}), run: async () => say('') });

  test('gets its options checked, typed, and with their defaults', async () => {
    expect(await needy.run({ lr: '0,5' }, withoutLab())).toEqual(say('0.5 3'));
    expect(await needy.run({ lr: '１', steps: '1e1' }, withoutLab())).toEqual(say('1 10'));
  });

  test('asks for what it needs, saying what it is for', async () => {
    await expect(needy.run({}, withoutLab())).rejects.toThrow(new UserError('/needy needs lr: How fast'));
  });

  test('says how small a number may be', async () => {
    const sentence = 'lr is "0.1": too small, at least 0.5 works; try 1';
    await expect(needy.run({ lr: '0.1' }, withoutLab())).rejects.toThrow(new UserError(sentence));
  });

  test('that takes no options says so', async () => {
    const sentence = '/steady has no option "lr": it takes no options';
    await expect(steady.run({ lr: '1' }, withoutLab())).rejects.toThrow(new UserError(sentence));
  });

  test.for([
    ['steayd', 'there is no command "/steayd": did you mean /steady?'],
    ['steadyy', 'there is no command "/steadyy": did you mean /steady?'],
    ['nonsense', 'there is no command "/nonsense": it can be /steady or /needy'],
    ['', 'there is no command "/": it can be /steady or /needy'],
    ['x'.repeat(5_000), `there is no command "/${'x'.repeat(39)}…": it can be /steady or /needy`],
  ] as const)('that is not there is told from those that are, %#', ([name, sentence]) => {
    expect(() => commandNamed([steady, needy], { command: name, options: {} })).toThrow(new UserError(sentence));
  });

  test('is found by its name', () => {
    expect(commandNamed([steady, needy], { command: 'needy', options: {} })).toBe(needy);
  });
});
