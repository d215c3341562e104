import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNumber, splitList, writeNumber } from '../../src/chat/numbers.ts';

const RTL = '\u202e';
const ZWSP = '\u200b';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
const finiteOrWhole = fc.oneof(finite, fc.nat());

describe('a number', () => {
  test('reads back as itself, however large or small, once written', () => {
    fc.assert(
      fc.property(finiteOrWhole, (value) => {
        expect(parseNumber(writeNumber(value))).toBe(value);
      }),
    );
  });

  test.for([
    ['0.01', 0.01],
    ['1e-3', 0.001],
    ['1E-3', 0.001],
    ['1e+3', 1000],
    ['+5', 5],
    ['0,01', 0.01],
    ['1,5e-3', 0.0015],
    ['.05', 0.05],
    [',05', 0.05],
    ['5.', 5],
    ['007', 7],
    ['  0.5\t', 0.5],
    ['\u00a00.5', 0.5],
    ['０．０５', 0.05],
    ['１ｅ－３', 0.001],
    ['1e−3', 0.001],
    ['1e–3', 0.001],
    ['1e‐3', 0.001],
    ['−2', -2],
    ['—2', -2],
    [`0${ZWSP}.0${ZWSP}1`, 0.01],
    [`${RTL}0.01${RTL}`, 0.01],
    ['\ufeff3', 3],
    ['1e309', Number.POSITIVE_INFINITY],
    ['-1e309', Number.NEGATIVE_INFINITY],
  ] as const)('%j is read as %d', ([text, value]) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.for([
    '',
    ' ',
    ZWSP,
    'ten',
    'NaN',
    'Infinity',
    'inf',
    '0x10',
    '1_000',
    '1.2.3',
    '1,2,3',
    '1.5,3',
    '1e',
    'e3',
    '.',
    ',',
    '-',
    '1 000',
    '5%',
    '10²',
    '10⁻³',
    'x₂',
    '½',
    '1/3',
    '2e3.5',
  ])('%j is not read as a number', (text) => {
    expect(parseNumber(text)).toBeNull();
  });

  test('in a text of a hundred thousand digits is looked for in an instant', () => {
    const began = performance.now();
    expect(parseNumber(`${'9'.repeat(100_000)}x`)).toBeNull();
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('a list', () => {
  const read = (text: string) => splitList(text)?.map(parseNumber) ?? null;

  test('of numbers reads back as itself once written', () => {
    fc.assert(
      fc.property(fc.array(finiteOrWhole, { minLength: 1, maxLength: 5 }), (values) => {
        expect(read(values.map(writeNumber).join(', '))).toEqual(values);
      }),
    );
  });

  test('parted by semicolons may have decimal commas or points', () => {
    const written = fc.tuple(finite.map(writeNumber), fc.boolean());
    fc.assert(
      fc.property(fc.array(written, { minLength: 2, maxLength: 5 }), (numbers) => {
        const typed = numbers.map(([number, comma]) => (comma ? number.replace('.', ',') : number)).join(';');
        expect(read(typed)).toEqual(numbers.map(([number]) => Number(number)));
      }),
    );
  });

  test.for([
    ['0, 0.001, 0.01', [0, 0.001, 0.01]],
    ['0 0.001', [0, 0.001]],
    ['0  ,  0.001', [0, 0.001]],
    ['0;0,01;0,1', [0, 0.01, 0.1]],
    ['0; 0,01; 0,1', [0, 0.01, 0.1]],
    ['0,01, 0,1', [0.01, 0.1]],
    ['0,01 0,1', [0.01, 0.1]],
    ['1e-3,1e-2', [0.001, 0.01]],
    ['0.001,0.01', [0.001, 0.01]],
    ['0,0.001,0.01', [0, 0.001, 0.01]],
    ['0, 1', [0, 1]],
    ['1, 5', [1, 5]],
    ['1,2,3', [1, 2, 3]],
    ['0,1', [0.1]],
    ['0,01', [0.01]],
    ['0,01,', [0.01]],
    ['0,5,', [0.5]],
    ['1,5 0.3', [1.5, 0.3]],
    ['0.1,0.1,1', [0.1, 0.1, 1]],
    ['0,01；0,1', [0.01, 0.1]],
    ['0.01，0.1', [0.01, 0.1]],
    ['０，０１', [0.01]],
    ['0.01\u3000\u00a00.1', [0.01, 0.1]],
    [`0${ZWSP},${RTL} 0.1`, [0, 0.1]],
    ['0.1;;0.2;', [0.1, 0.2]],
  ] as const)('%j is read as %j', ([text, values]) => {
    expect(read(text)).toEqual(values);
  });

  test.for(['', '  ', ';', ',', ' , ', ZWSP])('%j has no numbers', (text) => {
    expect(splitList(text)).toEqual([]);
  });

  test.for(['0,01,0,1', '0,1,0,5', '0,01,1', '0,1,0,01,', '1,000,000', '0,1e-3'])(
    '%j is not guessed at: its commas could part numbers or decimals',
    (text) => {
      expect(splitList(text)).toBeNull();
    },
  );

  test('keeps each part as it was typed', () => {
    expect(splitList('−1, 10², ½')).toEqual(['−1', '10²', '½']);
  });
});
