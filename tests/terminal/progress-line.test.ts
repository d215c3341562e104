import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createProgressLine } from '../../src/terminal/progress-line.ts';

/** What is written to a terminal (or a pipe) of this width. */
function written(about: { isTTY: boolean; columns?: number }): string {
  const output = Object.assign(new PassThrough(), about);
  const line = createProgressLine(output);
  line.show(0.255, 'Training 10 networks');
  line.show(0.259, 'Training 10 networks');
  line.clear();
  return output.read()?.toString() ?? '';
}

test('the line is drawn once for each change and then erased', () => {
  expect(written({ isTTY: true, columns: 80 })).toBe('\r\u001b[K 25 % Training 10 networks\r\u001b[K');
});

test('the line never wraps, and is whole where the width is not known', () => {
  expect(written({ isTTY: true, columns: 12 })).toBe('\r\u001b[K 25 % Train\r\u001b[K');
  expect(written({ isTTY: true, columns: 0 })).toContain('Training 10 networks');
});

test('nothing is drawn into a pipe', () => {
  expect(written({ isTTY: false })).toBe('');
});
