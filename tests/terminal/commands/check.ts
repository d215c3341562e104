import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';
import { choiceOption, integerOption, numberListOption, numberOption } from '../../../src/chat/options.ts';
import { say } from '../../../src/chat/reply.ts';

/** One option of each kind, to be given wrong values. */
export default command({
  name: 'check',
  description: 'Says the values it was given',
  options: z.object({
    wd: numberOption('A weight decay', { min: 0, max: 10, example: '0.01 or 1e-3' }, (typed) =>
      ['0.01', '0.015', '0.1']
        .filter((value) => value.startsWith(typed))
        .map((value) => ({ value, label: `${value}: half-life ${Math.round(Math.LN2 / 0.1 / Number(value))} steps` })),
    ).default(0.01),
    lrs: numberListOption('Some learning rates', { min: 0, max: 10, example: '0.1; 0.2', most: 3 }).default([0.1]),
    steps: integerOption('How many steps', { min: 1, max: 100, example: '50' }).default(50),
    task: choiceOption('What to learn', ['curve', 'ridge']).default('curve'),
  }),
  run: async ({ wd, lrs, steps, task }) => say(`wd ${wd}, lrs ${lrs.join(' ')}, steps ${steps}, task ${task}`),
});
