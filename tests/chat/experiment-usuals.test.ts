import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { commandNamed } from '../../src/chat/command.ts';
import { comparedExperiments } from '../../src/chat/compare-options.ts';
import { toExperiment } from '../../src/chat/experiment-options.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { traitsOf, usualOf } from '../../src/chat/options.ts';
import { runOptions } from '../../src/chat/run-options.ts';
import { sweepPlan } from '../../src/chat/sweep-plan.ts';
import { OPTIMIZERS, TASKS } from '../../src/training/experiment.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));
const optionsOf = (command: string) => commandNamed(commands, { command, options: {} }).options;

/** What options are told to be when they are not given, beside others that are. */
function usuals({ shape }: z.ZodObject<Readonly<Record<string, z.ZodType>>>, given: Record<string, string> = {}) {
  const told = Object.entries(shape).map(([name, option]) => [name, given[name] ?? usualOf(option, given)]);
  return Object.fromEntries(told.filter(([, value]) => value !== null)) as Record<string, string>;
}

describe('what a setting is told to be when it is not given', () => {
  const cases = TASKS.filter((task) => task !== 'csv').flatMap((task) =>
    OPTIMIZERS.map((optimizer) => ({ task, optimizer })),
  );

  test.for(cases)('is what it then is: $task, $optimizer', (given) => {
    const asRun = (raw: Record<string, string>) => {
      const { wd, ...settings } = runOptions.parse(raw);
      return toExperiment({ ...settings, wd: wd?.[0] });
    };
    const told = usuals(runOptions, given);
    expect(asRun(told)).toEqual(asRun(given));
    expect(Object.keys(told)).toEqual(
      Object.keys(runOptions.shape).filter((name) => !['csv', 'target', 'private'].includes(name)),
    );
  });

  test('is a map’s own in a sweep, and a comparison’s own in one', () => {
    const sweep = optionsOf('sweep');
    const { private: _, ...told } = usuals(sweep);
    expect(sweepPlan(sweep.parse(told))).toEqual(sweepPlan({}));
    const seeds = Number(usuals(optionsOf('compare'))['seeds']);
    expect(comparedExperiments({ both: { seeds } })).toEqual(comparedExperiments({ both: {} }));
  });

  test('is not told where the size of a file decides it', () => {
    for (const given of [{ csv: 'houses.csv' }, { task: 'csv' }] as Record<string, string>[]) {
      expect(usuals(runOptions, given)).not.toHaveProperty('lr');
      expect(usuals(runOptions, given)).not.toHaveProperty('steps');
      expect(usuals(optionsOf('sweep'), given)).not.toHaveProperty('lrs');
      expect(usuals(runOptions, given)).toMatchObject({ optimizer: 'sgd', schedule: 'constant' });
    }
  });

  test('can be typed, and is one of the choices there are', () => {
    for (const { options } of commands) {
      for (const [name, usual] of Object.entries(usuals(options))) {
        const option = options.shape[name]!;
        expect(option.safeParse(usual).success, `${name}:${usual}`).toBe(true);
        const { kind, choices = kind === 'boolean' ? ['yes', 'no'] : [usual] } = traitsOf(option);
        expect(choices).toContain(usual);
      }
    }
  });
});
