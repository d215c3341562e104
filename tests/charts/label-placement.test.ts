import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanced } from '../../src/charts/header.ts';
import { freest, spread } from '../../src/charts/label-placement.ts';

describe('labels in a column', () => {
  test('stay where they want to be if there is room', () => {
    expect(spread([50, 10, 90], 20, 0, 100)).toEqual([50, 10, 90]);
  });

  test('share the way when two want the same place', () => {
    expect(spread([50, 50], 20, 0, 100)).toEqual([40, 60]);
  });

  test('never overlap, never leave the column, never change their order', () => {
    const column = fc.tuple(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(column, ([wanted]) => {
        const placed = spread(wanted, 20, 0, 300);
        const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
        for (const y of placed) expect(y >= 10 - 1e-6 && y <= 290 + 1e-6).toBe(true);
        for (const [k, i] of order.entries()) {
          if (k > 0) expect(placed[i]! - placed[order[k - 1]!]!).toBeGreaterThanOrEqual(20 - 1e-6);
        }
      }),
    );
  });
});

describe('a label among lines', () => {
  const box = (left: number) => ({ left, right: left + 10, top: 0, bottom: 10 });
  const frame = { left: 0, right: 100, top: 0, bottom: 100 };

  test('covers least, and the earlier of two equals wins', () => {
    const candidates = [box(0), box(20), box(40)].map((b) => ({ box: b }));
    const line = { points: [{ x: 5, y: 5 }], weight: 1 };
    expect(freest(candidates, frame, [], [line])).toBe(candidates[1]);
  });

  test('takes no taken place, no place outside, and none at all rather than either', () => {
    expect(freest([{ box: box(0) }, { box: box(95) }], frame, [box(5)], [])).toBeNull();
  });
});

describe('a title too long for a line', () => {
  const measure = (text: string) => [...text].length;

  test('is broken between words into lines of about the same length', () => {
    expect(balanced('one two three four five six', 22, measure)).toEqual(['one two three', 'four five six']);
  });

  test('loses no letter and exceeds no line, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), fc.integer({ min: 5, max: 60 }), (text, width) => {
        const lines = balanced(text, width, measure);
        expect(lines.join('').replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
