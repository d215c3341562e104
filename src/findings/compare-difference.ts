import { figure, percent } from './figures.ts';
import type { Interval } from './statistics.ts';

/** Ratios of two losses, and intervals of them, in words: `12 % lower`, `between 5 % lower and 3 % higher`. */

const MANY_TIMES = 1e6;

/** How a loss stands to one that it is this many times of. */
export function differenceInWords(ratio: number): string {
  if (ratio > MANY_TIMES) return 'more than a million times as high';
  if (ratio >= 2) return `${figure(ratio)} times as high`;
  return `${partOf(ratio)} ${ratio < 1 ? 'lower' : 'higher'}`;
}

/** By how much a ratio is off 1: 0 % would be no difference at all. */
function partOf(ratio: number): string {
  const size = percent(1, ratio);
  return Number.parseFloat(size) === 0 && ratio !== 1 ? `less than ${percent(1, 1.001)}` : size;
}

/** The interval of a mean of log ratios, as the ratios between which it lies; the smaller change first. */
export function intervalInWords({ low, high }: Interval): string {
  const [least, most] = [Math.exp(low), Math.exp(high)];
  if (most <= 1) return within(partOf(most), partOf(least), 'lower');
  if (least >= 2 && most <= MANY_TIMES) return within(figure(least), figure(most), 'times as high');
  if (least >= 1 && most < 2) return within(partOf(least), partOf(most), 'higher');
  return `between ${differenceInWords(least)} and ${differenceInWords(most)}`;
}

function within(least: string, most: string, words: string): string {
  if (least === most && least.startsWith('less')) return `${most} ${words}`;
  return least === most ? `about ${most} ${words}` : `between ${least} and ${most} ${words}`;
}
