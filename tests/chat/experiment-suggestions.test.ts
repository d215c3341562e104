import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lrOption, wdListOption } from '../../src/chat/experiment-options.ts';
import { parseNumber } from '../../src/chat/numbers.ts';
import { traitsOf } from '../../src/chat/options.ts';

const MOST = 5;
const wdOption = wdListOption(MOST);
const suggestLr = traitsOf(lrOption).suggest!;
const suggestWd = traitsOf(wdOption).suggest!;
const labels = (suggestions: ReturnType<typeof suggestLr>) => suggestions.map(({ label }) => label);
const values = (suggestions: ReturnType<typeof suggestLr>) => suggestions.map(({ value }) => value);

const number = fc.oneof(
  fc.constantFrom('0', '0.01', '0,1', '.5', '1e-3', '5e-324', '999', '1e309', '-1', '0.', '1e-'),
  fc.double({ min: 0, max: 2_000, noNaN: true }).map(String),
);
const piece = fc.oneof(number, fc.constantFrom(',', ', ', ';', ' ', '\u200b', '，'), fc.string({ maxLength: 5 }));
const typedText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

const others = fc.record(
  {
    task: fc.constantFrom('curve', 'ridge', 'moon'),
    optimizer: fc.constantFrom('sgd', 'sgdw', 'adam', 'adamw', 'ADAM '),
    lr: typedText,
    wd: typedText,
    momentum: fc.oneof(number, fc.constant('0')),
    nesterov: fc.constantFrom('yes', 'true', 'maybe'),
    hidden: fc.constantFrom('none', '32-32', 'many', '256-256-256-256'),
    batch: fc.constantFrom('all', '5', '900', 'x'),
    schedule: fc.constantFrom('constant', 'cosine', 'x'),
    seeds: fc.constantFrom('1', '20', '99'),
    'decay-biases': fc.constantFrom('no', 'yes'),
    __proto__: fc.string(),
  },
  { requiredKeys: [] },
);

describe('whatever is typed, suggestions', () => {
  test.for([
    ['lr', lrOption],
    ['wd', wdOption],
  ] as const)('for %s are few, short, tell themselves apart, and would be taken if chosen', ([, option]) => {
    const { suggest } = traitsOf(option);
    fc.assert(
      fc.property(typedText, others, (typed, rest) => {
        const suggested = suggest!(typed, rest);
        expect(suggested.length).toBeLessThanOrEqual(25);
        expect(new Set(values(suggested)).size).toBe(suggested.length);
        for (const { label, value } of suggested) {
          expect(label.startsWith(value)).toBe(true);
          expect(label.length).toBeLessThanOrEqual(100);
          expect(label).not.toMatch(/NaN|Infinity|undefined/u);
          const isWhatWasTyped = parseNumber(typed) === Number(value);
          expect(isWhatWasTyped || option.safeParse(value).success, value).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('for wd, what is suggested', () => {
  test('tells the half-life, the default first', () => {
    expect(labels(suggestWd('', {}))).toEqual([
      '0.01: half-life 139 steps',
      '0: no decay',
      '0.001: half-life 1390 steps',
      '0.00333: half-life 416 steps',
      '0.03: half-life 38.3 steps',
      '0.1: so strong that weights swing past zero and back',
    ]);
    expect(labels(suggestWd('0.01', {}))).toEqual(['0.01: half-life 139 steps']);
  });

  test.for([
    [{ lr: '0,1' }, '0.01: half-life 69.3 steps'],
    [{ momentum: '0' }, '0.01: half-life 1390 steps'],
    [{ optimizer: 'sgdw' }, '0.01: half-life 1390 steps'],
    [{ optimizer: 'adam' }, '0.01: no one half-life under Adam with L2'],
    [{ optimizer: 'adamw', lr: '0.5' }, '0.01: half-life 138 steps'],
    [{ task: 'ridge', lr: '200' }, '0.01: so strong that a step carries weights to zero or past it'],
    [{ lr: 'fast', momentum: 'much' }, '0.01: half-life 139 steps'],
  ] as const)('follows the other options: %j', ([rest, label]) => {
    expect(labels(suggestWd('0.01', rest))[0]).toBe(label);
  });

  test.for([
    ['0, ', ['0, 0.01', '0, 0.001', '0, 0.00333', '0, 0.03', '0, 0.1']],
    ['0, 0.0', ['0, 0.01', '0, 0.001', '0, 0.00333', '0, 0.03']],
    ['0;0,01;0,1', ['0, 0.01, 0.1']],
    ['1e-3,2', ['0.001, 2']],
    ['0,00', ['0', '0.001', '0.00333']],
    ['.03', ['0.03']],
    ['ten', ['0.01', '0', '0.001', '0.00333', '0.03', '0.1']],
    ['ten, 0.01', []],
    ['-1, 0.01', []],
    ['2000', []],
    ['1, 2, 3, 4, 5, ', []],
  ] as const)('after %j keeps the numbers before: %j', ([typed, expected]) => {
    expect(values(suggestWd(typed, {}))).toEqual(expected);
  });
});

describe('for lr, what is suggested', () => {
  const ridge = { task: 'ridge' };

  test('tells whether the answer-key task is stable, and that it diverges beyond the edge', () => {
    const [inside, between, beyond] = ['0.1', '0.55', '2'].map((lr) => labels(suggestLr(lr, ridge))[0]);
    expect(inside).toMatch(/^0\.1: stable, the edge is 0\.\d+$/u);
    expect(between).toMatch(/^0\.55: beyond the stability edge of some seeds, 0\.\d+: they will diverge$/u);
    expect(beyond).toMatch(/^2: beyond the stability edge 0\.\d+, it will diverge$/u);
    expect(labels(suggestLr('2', { ...ridge, schedule: 'cosine' }))[0]).toMatch(/, it may diverge$/u);
  });

  test('says nothing of an edge where none is known', () => {
    expect(labels(suggestLr('0.2', { ...ridge, hidden: '32' }))[0]).toBe('0.2: half-life 4.84 steps at wd 0.667');
    expect(labels(suggestLr('0.06', { ...ridge, optimizer: 'adam' }))[0]).toBe('0.06: 2 times the default');
  });

  test('tells the half-life on other tasks, the default first', () => {
    expect(labels(suggestLr('', {})).slice(0, 2)).toEqual([
      '0.05: half-life 139 steps at wd 0.01',
      '0.01: half-life 693 steps at wd 0.01',
    ]);
    expect(labels(suggestLr('0.05', { wd: '0, 0.02' }))).toEqual(['0.05: half-life 69.3 steps at wd 0.02']);
  });

  test('warns of an lr of 0', () => {
    expect(labels(suggestLr('0', {}))[0]).toBe('0: nothing would move; it must be more than 0');
  });
});
