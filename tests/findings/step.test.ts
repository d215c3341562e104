import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTypesetter } from '../../src/charts/formula.ts';
import { MAX_ALT, MAX_TEXT } from '../../src/chat/reply.ts';
import { decimalsFor, isExact, writer } from '../../src/findings/step/digits.ts';
import { pictureOf } from '../../src/findings/step/picture.ts';
import { type StepSettings, type StepStory, storyOf } from '../../src/findings/step/story.ts';
import type { Start } from '../../src/training/step-points.ts';
import { powersOfTen } from '../training/experiments.ts';

const typeset = createTypesetter();

/** Numbers as /step takes them: at most five digits. */
const short = (number: number) => Number(number.toPrecision(5));
const weight = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: -10_000, max: 10_000 }).map((digits) => digits / 100),
);
const sane: fc.Arbitrary<StepSettings> = fc.record({
  lr: powersOfTen(-3, -0.6).map(short),
  wd: fc.oneof(fc.constantFrom(0, 0.5, 4), powersOfTen(-3, 1).map(short)),
  step: fc.integer({ min: 1, max: 40 }),
  start: fc.oneof(fc.tuple(weight), fc.tuple(weight, weight)) as fc.Arbitrary<Start>,
});
const wild: fc.Arbitrary<StepSettings> = fc.record({
  lr: fc.oneof(powersOfTen(-320, 3), powersOfTen(-9, 3)).map((lr) => Math.max(short(lr), Number.MIN_VALUE)),
  wd: fc.oneof(fc.constant(0), powersOfTen(-320, 3), powersOfTen(-9, 3)).map(short),
  step: fc.integer({ min: 1, max: 1000 }),
  start: fc.oneof(fc.tuple(weight), fc.tuple(weight, weight)) as fc.Arbitrary<Start>,
});

const usual: StepSettings = { lr: 0.1, wd: 0.5, step: 1, start: [2, -1] };

function told(settings: Partial<StepSettings> = {}) {
  const story = storyOf({ ...usual, ...settings });
  if ('divergedAt' in story) throw new Error(`diverged at ${story.divergedAt}`);
  return { story, ...pictureOf(story) };
}

/** A number as printed, and how far rounding may have moved it. */
function printed(shown: string, decimals: number): { value: number; slack: number } {
  const value = Number(shown.replaceAll('−', '-'));
  const [mantissa = '', exponent] = shown.split('e');
  if (exponent !== undefined) return { value, slack: 0.00501 * 10 ** Number(exponent.replace('−', '-')) };
  const after = mantissa.split('.')[1]?.length ?? 0;
  // Fewer decimals than the step has are all that there are.
  return { value, slack: after === 0 || (after < decimals && after !== 2) ? 0 : 0.501 * 10 ** -after };
}

/** Works out `0.5\cdot (-0.6529)` and the like, with how far the rounding of its numbers may have moved it. */
function evaluated(tex: string, decimals: number): { value: number; slack: number } {
  const script = tex
    .replace(/\\(?:push|pull|mathbf)\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/gu, '$1')
    .replaceAll(/\\mathrm\{e\}\{(-?)\}/gu, 'e$1')
    .replaceAll(/\\tfrac(\d)(\d)/gu, '($1/$2)')
    .replaceAll('\\cdot', '*');
  expect(script, tex).toMatch(/^[\d.e*/()\s+-]+$/u);
  const numbers = [...script.matchAll(/\d+(?:\.\d+)?(?:e-?\d+)?/gu)];
  const run = (text: string) => Function(`return ${text.replaceAll('--', '- -')}`)() as number;
  const value = run(script);
  let slack = Math.abs(value) * 1e-11;
  for (const { 0: shown, index } of numbers) {
    const number = printed(shown, decimals);
    const moved = `${script.slice(0, index)}${number.value + number.slack}${script.slice(index + shown.length)}`;
    slack += Math.abs(run(moved) - value);
  }
  return { value, slack };
}

/** Every `a = b` of the picture's tables whose left side is numbers alone. */
function equationsOf(tex: string): [string, string][] {
  const cells = tex.split(/&|\\\\(?:\[9pt\])?/u).map((cell) => cell.trim());
  return cells.flatMap((cell): [string, string][] => {
    const parts = cell.split(' = ');
    return parts.length === 2 && !/[a-zA-Z_](?!\{)/u.test(parts[0]!.replaceAll(/\\[a-z]+(?:\{e\})?/gu, ''))
      ? [[parts[0]!, parts[1]!]]
      : [];
  });
}

describe('the picture of a step', () => {
  it('of the default has every number as one would write it by hand, and says that some are rounded', () => {
    const { tex } = told();
    for (const line of [
      '2\\cdot 1 - 1\\cdot (-1) = 3',
      '\\tfrac23\\cdot (-6) = \\push{-4}',
      '1.5 - 5.5 = \\push{-4}',
      '0.5\\cdot (-1) = \\pull{-0.5}',
      '\\push{-4} + \\pull{1} = -3',
      '0.1\\cdot (-2.5) = -0.25',
      '-1 + 0.25 = \\mathbf{-0.75}',
      '0.95\\cdot (-1) + 0.2 = \\mathbf{-0.75}',
      '\\tfrac13\\cdot 9 = 3',
      '0.25\\cdot 5 = \\pull{1.25}',
      '\\tfrac13\\textstyle\\sum e\\,x = (-2,\\,-1)',
      '2\\,\\mathit{wd}\\cdot w = (2,\\,-1)',
    ]) {
      expect(tex.replaceAll(/ +/gu, ' ')).toContain(line);
    }
    expect(tex).toContain('Shown rounded'); // 1.463125 has six decimals
    expect(told({ wd: 0, start: [2] }).tex).not.toContain('Shown rounded');
  });

  it('has equations that come out on a pocket calculator, to the rounding of what they show', () => {
    let checked = 0;
    fc.assert(
      fc.property(sane, (settings) => {
        const story = storyOf(settings);
        if ('divergedAt' in story) return;
        const decimals = decimalsFor(story.worked);
        for (const [left, right] of equationsOf(pictureOf(story).tex)) {
          const [one, other] = [evaluated(left, decimals), evaluated(right, decimals)];
          const slack = one.slack + other.slack;
          expect(Math.abs(one.value - other.value), `${left} = ${right}`).toBeLessThanOrEqual(slack + 1e-11);
          checked++;
        }
      }),
      { numRuns: 200 },
    );
    expect(checked).toBeGreaterThan(2_000);
  });

  it('has letters of 17 units and more over many steps of the default, the least that a phone shows well', async () => {
    for (const step of [1, 2, 3, 5, 9, 30, 200]) {
      for (const change of [{}, { wd: 0 }, { lr: 0.2 }, { wd: 1 }, { start: [1] as const }]) {
        expect((await typeset(told({ ...change, step }).tex, 11)).ex * 2.3).toBeGreaterThan(17);
      }
    }
  });

  it('can be set, in letters that can be read on a phone, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(wild, sane), async (settings) => {
        const story = storyOf(settings);
        if ('divergedAt' in story) return;
        const { tex, text, alt } = pictureOf(story);
        // A letter is some 2.3 ex high: 14 units and more where every number is as long as can be.
        expect((await typeset(tex, 11)).ex, tex).toBeGreaterThan(6);
        expect(text.length, text).toBeLessThanOrEqual(MAX_TEXT - 200);
        expect(alt.length, alt).toBeLessThanOrEqual(MAX_ALT);
        expect(`${text}${alt}${tex}`).not.toMatch(/NaN|Infinity|undefined/u);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the words about a step', () => {
  it.each([
    [{}, '**The data push w₁ up by 0.4, decay pulls it down by 0.1: it goes from 2 to 2.3.**'],
    [{}, 'fell from 3 to 1.755; without decay this step would end at 1.56: **shrinking the weights raised'],
    [{}, 'w₂ is negative and so is its pull, 0.5·(−1) = −0.5: subtracted, it leads *up*'],
    [{ wd: 0 }, '**There is no decay: the data push w₁ up by 0.4, and it goes from 2 to 2.4.**'],
    [{ start: [3, -1] as const }, '**The data ask for no change'],
    [{ start: [3, -1] as const }, 'training loss rose from 1 to 1.035'],
    [
      { start: [0] as const },
      '**A weight of 0 is not pulled: the data alone push w up by 1, and it goes from 0 to 1.**',
    ],
    [
      { start: [-3, 4] as const, wd: 2 },
      'push w₂ down by 0.8, and decay pulls it down by 0.8: it goes from 4 to 2.4.** The training loss fell from 63',
    ],
    [{ step: 80 }, '**It has settled: the data’s push and decay’s pull balance.** For w₁ the gradient is −1.2615'],
    [{ step: 80, wd: 0 }, '**It has settled at the best fit: the gradient is all but 0.**'],
    [{ lr: 0.4 }, '2/(λmax + wd) = 2/(6 + 0.5) = 0.308'],
    [{ lr: 0.4 }, 'each 1.6 times as far as the one before'],
    [{ lr: 0.25, wd: 2 }, 'each as far as the one before'],
    [{ wd: 40, lr: 0.03 }, '1 − lr·wd = −0.2, so past zero'],
  ])('%j: %s', (settings, sentence) => {
    expect(told(settings).text).toContain(sentence);
  });

  it('tell amounts and losses that are those of the step', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(sane, (settings) => {
        const story = storyOf(settings);
        if ('divergedAt' in story) return;
        seen.add(story.kind);
        checkWords(story, pictureOf(story).text);
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['no-decay', 'opposed', 'settled', 'together', 'too-large']),
    );
  });
});

const N = String.raw`[−]?\d+(?:\.\d+)?(?:e[−-]?\d+)?`;

/** Recounts what the sentences say from lr, wd and the weights before: two features, three points. */
function checkWords({ worked, exact, focus, kind }: StepStory, text: string) {
  const { lr, wd } = worked;
  const decimals = decimalsFor(worked);
  const is = (shown: string | undefined, value: number) => {
    const { value: read, slack } = printed(shown!, decimals);
    expect(Math.abs(read - value), `${shown} for ${value} in: ${text}`).toBeLessThanOrEqual(
      slack + 1e-9 * Math.abs(value) + 1e-12,
    );
  };
  const w = exact.weights.map(({ before }) => before);
  const X = [
    [2, 1],
    [1, -1],
    [1, 2],
  ];
  const Y = [4, 5, 2];
  const errors = (at: readonly number[]) => Y.map((y, n) => at.reduce((sum, each, i) => sum + each * X[n]![i]!, 0) - y);
  const loss = (at: readonly number[]) => errors(at).reduce((sum, e) => sum + (e * e) / 3, 0);
  const penalty = (at: readonly number[]) => at.reduce((sum, each) => sum + (wd * each * each) / 2, 0);
  const gradient = w.map((_, i) => errors(w).reduce((sum, e, n) => sum + (2 / 3) * e * X[n]![i]!, 0));
  const after = w.map((each, i) => (1 - lr * wd) * each - lr * gradient[i]!);
  const bare = w.map((each, i) => each - lr * gradient[i]!);

  const push = new RegExp(`data (?:alone )?push w[₁₂]? (up|down) by (${N})`, 'u').exec(text);
  if (push !== null) {
    expect(push[1]).toBe(gradient[focus]! < 0 ? 'up' : 'down');
    is(push[2], Math.abs(lr * gradient[focus]!));
  }
  const pull = new RegExp(`decay pulls it (up|down) by (${N})`, 'u').exec(text);
  if (pull !== null) {
    expect(pull[1]).toBe(w[focus]! > 0 ? 'down' : 'up');
    is(pull[2], Math.abs(lr * wd * w[focus]!));
  }
  expect(push !== null && pull !== null).toBe(
    kind === 'opposed' || (kind === 'together' && worked.weights[focus]!.gradient !== 0),
  );
  const goes = new RegExp(`(?:goes from (${N}) to|stays at) (${N})[.*]`, 'u').exec(text)!;
  is(goes[1] ?? goes[2], w[focus]!);
  is(goes[2], after[focus]!);

  const data = new RegExp(`training loss (?:(rose|fell) from (${N}) to|stayed at) (${N})`, 'u').exec(text)!;
  is(data[2] ?? data[3], loss(w));
  is(data[3], loss(after));
  if (data[1] !== undefined) expect(data[1]).toBe(loss(after) > loss(w) ? 'rose' : 'fell');
  if (wd > 0) {
    const total = new RegExp(
      `oss \\+ penalty,?(?: which)? (?:(?:rose|fell) from (${N}) to|stayed at) (${N})`,
      'u',
    ).exec(text)!;
    is(total[1] ?? total[2], loss(w) + penalty(w));
    is(total[2], loss(after) + penalty(after));
    const without = new RegExp(`without decay this step would end at (${N})`, 'u').exec(text);
    if (without !== null) is(without[1], loss(bare));
    expect(text.includes('raised this step’s training loss')).toBe(without !== null && loss(after) > loss(bare));
    expect(text.includes('even helps the fit')).toBe(without !== null && loss(after) < loss(bare));
  }
}

describe('a number of a step', () => {
  it.each([
    [2.3, 4, '2.3'],
    [-0.5, 4, '−0.5'],
    [2.6199999999999997, 4, '2.62'],
    [2.46275, 4, '2.4628'],
    [-2.46275, 4, '−2.4628'],
    [1 / 3, 4, '0.3333'],
    [0.0005, 4, '0.0005'],
    [0.00012345, 4, '1.23e-4'],
    [1234.5678, 4, '1234.57'],
    [99999, 4, '99999'],
    [1e10, 4, '1e10'],
    [-1.2345e153, 4, '−1.23e153'],
    [0, 4, '0'],
    [-0, 4, '0'],
    [1.00001, 4, '1.0000'],
  ])('%d to %d decimals is %s', (value, decimals, text) => {
    expect(writer(decimals)(value)).toBe(text);
  });

  it('is exact only if what is shown reads back as it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e4, max: 1e4, noNaN: true }).map(short),
        fc.integer({ min: 2, max: 5 }),
        (value, decimals) => {
          const back = Number(writer(decimals)(value).replace('−', '-'));
          if (isExact(value, decimals)) expect(back).toBe(value);
          else
            expect(Math.abs(back - value)).toBeLessThanOrEqual(
              Math.max(0.501 * 10 ** -decimals, Math.abs(value) * 0.00501),
            );
        },
      ),
    );
  });
});
