import { PNG } from 'pngjs';

/** Whether these bytes are a whole PNG of a sensible size. */
export function isPng(bytes: Uint8Array): boolean {
  const { width, height } = PNG.sync.read(Buffer.from(bytes));
  return width > 1_000 && height > 600;
}
