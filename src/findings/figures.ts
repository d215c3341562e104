import { format } from 'd3-format';

/** Numbers as they stand in sentences, titles and labels. */

const threeDigits = format('.3r');
const threeDigitsScientific = format('.2~e');
const grouped = format(',');
const NO_BREAK_SPACE = '\u00a0';

/** A loss, a length, an lr: three significant digits (0.118, 12.6, 3.2e-7). */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e-4 && size < 1e6 ? threeDigits(value) : threeDigitsScientific(value);
  return text.replace('e+', 'e');
}

/** A whole number, in groups of three: 1,153. */
export function count(value: number): string {
  return grouped(value);
}

/** A change from one value to another: `−37 %`; from twofold on, `×2.4`. */
export function change(from: number, to: number): string {
  if (to / from >= 2) return `×${figure(to / from)}`;
  const size = percent(from, to);
  return `${Number.parseFloat(size) === 0 ? '±' : to > from ? '+' : '−'}${size}`;
}

/** The size of a change in per cent, without its sign: whole, with a decimal below 1 and next to 100; a figure if huge. */
export function percent(from: number, to: number): string {
  const size = Math.abs(100 * (to / from - 1));
  if (size >= 1e6) return `${figure(size)}${NO_BREAK_SPACE}%`;
  const decimals = size < 1 || (size > 99 && size < 100) ? 1 : 0;
  // 99.96 % shorter is not 100.0 %.
  const shown = size < 100 ? Math.min(size, 99.9) : size;
  return `${grouped(Number(shown.toFixed(decimals)))}${NO_BREAK_SPACE}%`;
}

/** A part of a whole: `90 %`, with a decimal where there is one: `78.4 %`. */
export function share(part: number): string {
  return `${Number((100 * part).toFixed(1))}${NO_BREAK_SPACE}%`;
}

/** A setting exactly as typed (0.01, 1e-7, 3000). */
export function setting(value: number): string {
  return String(value);
}
