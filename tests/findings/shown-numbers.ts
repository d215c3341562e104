import { expect } from 'vitest';

/** Numbers as replies show them: how they look, and whether they show a given value. */

export const N = String.raw`\d[\d,]*(?:\.\d+)?(?:e-?\d+)?`;
export const CHANGE = `[−+±×]${N}(?: %)?`;

export function read(shown: string | undefined): number {
  return Number(shown?.replaceAll(',', ''));
}

/** A figure shows the number to half a unit of its third digit. */
export function isFigure(shown: string | undefined, value: number): void {
  if (value === 0) expect(shown).toBe('0');
  else expect(Math.abs(read(shown) / value - 1), `${shown} for ${value}`).toBeLessThanOrEqual(0.00501);
}

/** `−37 %`, `+0.4 %` or `×2.40`. */
export function isChange(shown: string | undefined, ratio: number): void {
  expect(shown).toBeDefined();
  if (shown!.startsWith('×')) {
    expect(ratio).toBeGreaterThanOrEqual(2);
    isFigure(shown!.slice(1), ratio);
    return;
  }
  expect(ratio).toBeLessThan(2);
  const percent = read(shown!.slice(1).replace(' %', '')) * (shown!.startsWith('−') ? -1 : 1);
  isPercent(percent, 100 * (ratio - 1));
}

export function isPercent(shown: number, value: number): void {
  if (Math.abs(value) >= 1e6) {
    isNear(shown, value);
    return;
  }
  const whole = Math.abs(value) >= 1 && (Math.abs(value) <= 99 || Math.abs(value) >= 100);
  expect(Math.abs(shown - value), `${shown} % for ${value} %`).toBeLessThanOrEqual(whole ? 0.501 : 0.1001);
}

/** `78.4` for a part of 0.784 of the whole, to half a unit of its decimal. */
export function isShare(shown: string | undefined, part: number): void {
  expect(Math.abs(read(shown) - 100 * part), `${shown} % for ${part}`).toBeLessThanOrEqual(0.0501);
}

export function isCount(shown: string | undefined, value: number): void {
  expect(read(shown)).toBe(value);
}

export function isNear(shown: number, value: number): void {
  expect(Math.abs(shown / value - 1), `${shown} for ${value}`).toBeLessThanOrEqual(0.00501);
}

/** Works out `0.693·(1 − 0.9)/(0.05·0.01)` or `ln 2/−ln(1 − 0.1·0.667)` as printed. */
export function evaluate(formula: string): number {
  const script = formula
    .replaceAll('·', '*')
    .replaceAll('−', '-')
    .replaceAll('ln 2', 'Math.log(2)')
    .replaceAll(/ln √(\(.*\)|\S+)/gu, 'Math.log(Math.sqrt($1))')
    .replaceAll(/ln\(/gu, 'Math.log(');
  expect(script).toMatch(/^[\d.e*/()\sMathlogsqrt-]+$/u);
  return Function(`return ${script}`)() as number;
}
