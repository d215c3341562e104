import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import sweep from '../../commands/sweep.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { COUNTS, lrsOption, MOST_VALUES, wdsOption } from '../../src/chat/sweep-options.ts';
import { type Part, valuesOf, writeParts } from '../../src/chat/sweep-range.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { anyCharacter } from './any-character.ts';
import { withoutLab } from './no-lab.ts';

const lrsOf = (text: string) => valuesOf(lrsOption.parse(text)!, COUNTS.lrs);

describe('a range of values', () => {
  test.for([
    ['0.001..1', [0.001, 0.0019, 0.0035, 0.0066, 0.012, 0.023, 0.043, 0.081, 0.15, 0.28, 0.53, 1]],
    ['0.001..1 x4', [0.001, 0.01, 0.1, 1]],
    ['0.001..1x4', [0.001, 0.01, 0.1, 1]],
    ['0.001..1/4', [0.001, 0.01, 0.1, 1]],
    ['0.001..1 ×4', [0.001, 0.01, 0.1, 1]],
    ['0.001..1 * 4', [0.001, 0.01, 0.1, 1]],
    ['0.001…1 x4', [0.001, 0.01, 0.1, 1]],
    ['0.001 to 1 x 4', [0.001, 0.01, 0.1, 1]],
    ['1e-3 .. 1 x4', [0.001, 0.01, 0.1, 1]],
    ['0.001-1 x4', [0.001, 0.01, 0.1, 1]],
    ['1e-3 – 1e0 x4', [0.001, 0.01, 0.1, 1]],
    ['1e-3-.1 x3; 1e-1', [0.001, 0.01, 0.1]],
    ['1..0.001 x4', [0.001, 0.01, 0.1, 1]],
    ['0,001..1 x4', [0.001, 0.01, 0.1, 1]],
    ['.001..1 x4', [0.001, 0.01, 0.1, 1]],
    ['0.0125..0.2 x5', [0.0125, 0.025, 0.05, 0.1, 0.2]],
    ['0.05, 0.1..1 x3', [0.05, 0.1, 0.32, 1]],
    ['0.1..1 x3; 0,05', [0.05, 0.1, 0.32, 1]],
    ['0.3, 0.01, 0.3', [0.01, 0.3]],
    ['0.5..0.5 x3', [0.5]],
    ['0.100..0.101 x3', [0.1, 0.1005, 0.101]],
  ] as const)('%s', ([text, values]) => {
    expect(lrsOf(text)).toEqual(values);
  });

  test('read from a whole message, ranges and counts among other options', () => {
    expect({ ...parseMessage('/sweep lrs:0.001..1 x8 wds:0, 0.01..1 x4 steps:300').options }).toEqual({
      lrs: '0.001..1 x8',
      wds: '0, 0.01..1 x4',
      steps: '300',
    });
  });

  const end = fc.double({ min: 1e-9, max: 1_000, noNaN: true });
  const range = fc.tuple(end, end, fc.option(fc.integer({ min: 2, max: MOST_VALUES }), { nil: undefined }));
  const parts = fc.array(
    fc.oneof(
      end,
      range
        .filter(([from, to]) => from !== to)
        .map(([from, to, count]): Part => {
          const [low, high] = [Math.min(from, to), Math.max(from, to)];
          return { from: low, to: high, ...(count !== undefined && { count }) };
        }),
    ),
    { minLength: 1, maxLength: 4 },
  );

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(parts, (written) => {
        fc.pre(valuesOf(written, COUNTS.lrs).length <= MOST_VALUES);
        expect(lrsOption.parse(writeParts(written))).toEqual(written);
      }),
    );
  });

  test('rises from end to end by about the same factor, each value in as few digits as tell them apart', () => {
    fc.assert(
      fc.property(range, ([from, to, count = 12]) => {
        fc.pre(to > 1.5 * from);
        const values = valuesOf([{ from, to, count }], count);
        expect(values).toHaveLength(count);
        expect([values[0], values.at(-1)]).toEqual([from, to]);
        const step = (to / from) ** (1 / (count - 1));
        for (const [i, value] of values.slice(1, -1).entries()) {
          const exact = from * step ** (i + 1);
          expect(Math.abs(value / exact - 1)).toBeLessThan(0.051);
          expect(value).toBeGreaterThan(values[i]!);
        }
      }),
    );
  });
});

async function mistake(raw: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await sweep.run(raw, withoutLab()).catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.message;
  throw error;
}

const ZWSP = '\u200b';

describe('/sweep tells in one exact sentence what is wrong with', () => {
  test.for([
    [{ lrs: 'ten' }, 'lrs is "ten": a number is needed, such as 0.05 or 1e-3'],
    [{ lrs: '' }, 'lrs is empty: numbers are needed, such as 0.001..1 or 0.01, 0.1'],
    [{ lrs: ZWSP }, 'lrs is empty: numbers are needed, such as 0.001..1 or 0.01, 0.1'],
    [{ lrs: '0.1..' }, 'lrs is "0.1..": a range needs a number at both ends, such as 0.001..1'],
    [{ lrs: '..1' }, 'lrs is "..1": a range needs a number at both ends, such as 0.001..1'],
    [{ lrs: 'NaN..1' }, 'lrs is "NaN": a number is needed, such as 0.05 or 1e-3'],
    [{ lrs: '0.1..inf' }, 'lrs is "inf": a number is needed, such as 0.05 or 1e-3'],
    [{ lrs: '-1..1' }, 'lrs is "-1": it cannot be negative; try 0.05 or 1e-3'],
    [{ lrs: '0..1' }, 'lrs is "0": it must be more than 0; try 0.05 or 1e-3'],
    [{ lrs: '0.1..1e309' }, 'lrs is "1e309": too large, at most 1000 works; try 0.05 or 1e-3'],
    [{ lrs: '0.1..1 x1' }, 'lrs is "0.1..1 x1": a range has 2 to 20 values; try 0.001..1 x12'],
    [{ lrs: '0.1..1 x2.5' }, 'lrs is "0.1..1 x2.5": a range has 2 to 20 values; try 0.001..1 x12'],
    [{ lrs: '0.1..1 x1e309' }, 'lrs is "0.1..1 x1e309": a range has 2 to 20 values; try 0.001..1 x12'],
    [
      { lrs: '0,01,0,1' },
      'lrs is "0,01,0,1": its commas could part numbers or be decimal commas; write semicolons between numbers, such as 0,01; 0,1',
    ],
    [{ lrs: '0.1..1 x20, 2' }, 'lrs has 21 different numbers: at most 20 fit into one map'],
    [{ wds: '0..1' }, 'wds is "0..1": a range goes up by a factor and cannot start at 0; try 0.001..1'],
    [{ wds: '0-0.3 x4' }, 'wds is "0..0.3 x4": a range goes up by a factor and cannot start at 0; try 0.0003..0.3 x4'],
    [{ wds: '0..3 x99' }, 'wds is "0..3 x99": a range goes up by a factor and cannot start at 0; try 0.003..3'],
    [{ wds: '0..1e-323' }, 'wds is "0..1e-323": a range goes up by a factor and cannot start at 0; try 0.001..1'],
    [{ wds: '0' }, 'wds is "0": at least one number above 0 is needed, such as 0.001..1 or 0.01, 0.1'],
    [{ wds: '@everyone' }, `wds is "@${ZWSP}everyone": a number is needed, such as 0.01 or 1e-3`],
    [{ wds: '**0.1**..1' }, 'wds is "\\*\\*0.1\\*\\*": a number is needed, such as 0.01 or 1e-3'],
    [{ wds: '\u202e1..x' }, 'wds is "1..x": a number is needed, such as 0.01 or 1e-3'],
    [{ lr: '0.1' }, '/sweep has no option "lr": did you mean lrs?'],
    [{ seeds: '0' }, 'seeds is "0": too small, at least 1 works; try 5'],
  ] as const)('%j', async ([raw, sentence]) => {
    expect(await mistake(raw)).toBe(sentence);
  });

  test('whatever is typed, in short', async () => {
    const text = fc.oneof(
      fc.array(anyCharacter, { maxLength: 200 }).map((all) => all.join('')),
      fc
        .array(fc.constantFrom('0.1', '..', 'x', '8', ',', ' ', 'to', '0', '/', '…', '-'), { maxLength: 30 })
        .map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const { success, error } = lrsOption.safeParse(typed);
        if (!success) for (const { message } of error.issues) expect(message.length).toBeLessThan(300);
      }),
    );
  });

  test.for([' ', '.', 'x', '0.1..', '0.1..2 x3,y', '/'])(
    'ten thousand of %j at once, before the test’s time is over',
    (part) => {
      expect(lrsOption.safeParse(part.repeat(10_000 / part.length)).success).toBe(false);
      expect(wdsOption.safeParse(`0.1${part.repeat(10_000 / part.length)}x`).success).toBe(false);
    },
  );
});

describe('suggestions', () => {
  const suggest = (typed: string, others = {}) => traitsOf(lrsOption).suggest!(typed, others);

  test('begin with the usual range of the task, and say what each stands for', () => {
    const [first, ...others] = suggest('');
    expect(first).toEqual({ value: '0.005..0.3', label: '0.005..0.3: 12 values, 0.005, 0.0073, 0.011 … 0.3' });
    expect(others.length).toBeGreaterThan(1);
    expect(suggest('', { task: 'ridge' })[0]!.value).toBe('0.01..0.6');
  });

  test('what is typed comes first, once it can be read', () => {
    expect(suggest('0.02..2/4')[0]).toEqual({
      value: '0.02..2 x4',
      label: '0.02..2 x4: 4 values, 0.02, 0.093, 0.43, 2',
    });
  });

  test('are all taken, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        for (const { value, label } of suggest(typed)) {
          expect(lrsOption.safeParse(value).success).toBe(true);
          expect(label.length).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
