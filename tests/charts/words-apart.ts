import { overlap } from '../../src/charts/label-placement.ts';
import type { Scene } from './scene.ts';

/** Words of a picture that lie on one another. */
export function collisions({ words }: Scene): string[] {
  return words.flatMap((a, i) => words.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} | ${b.text}`] : [])));
}

/** Words of a picture that are cut by its edge, or nearly. */
export function outside({ words, drawing }: Scene): string[] {
  return words
    .filter((w) => w.left < 4 || w.top < 4 || w.right > drawing.width - 4 || w.bottom > drawing.height - 4)
    .map((w) => w.text);
}
