import { type Axis, share } from './axis.ts';
import type { Curve } from './spec.ts';

/**
 * The pieces of a line that lie within an upright axis, cut exactly where it leaves. Cut here and not by a clip path,
 * for each of which the renderer paints a layer as large as the picture: half of its time, for six arms.
 */
export function cut({ x, y }: Curve, axis: Axis): Curve[] {
  const pieces: { x: number[]; y: number[] }[] = [];
  const heights = y.map((value) => share(axis, value));
  const [low, high] = axis.domain;
  let piece: { x: number[]; y: number[] } | null = null;
  const add = (atX: number, atY: number) => {
    if (!piece) {
      piece = { x: [], y: [] };
      pieces.push(piece);
    }
    piece.x.push(atX);
    piece.y.push(atY);
  };

  for (const [i, to] of heights.entries()) {
    const from = heights[i - 1];
    if (from !== undefined) {
      for (const [edge, value] of to > from
        ? ([
            [0, low],
            [1, high],
          ] as const)
        : ([
            [1, high],
            [0, low],
          ] as const)) {
        const leaves = (from - edge) * (to - edge) < 0;
        if (!leaves) continue;
        add(x[i - 1]! + (x[i]! - x[i - 1]!) * ((edge - from) / (to - from)), value);
        if (edge === 0 ? to < 0 : to > 1) piece = null;
      }
    }
    if (to >= 0 && to <= 1) add(x[i]!, y[i]!);
    else piece = null;
  }
  return pieces;
}
