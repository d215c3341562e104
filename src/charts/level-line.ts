/** From one point to another, in the grid's own coordinates. */
export type Segment = readonly [from: readonly [number, number], to: readonly [number, number]];

/**
 * Where a function given on a grid is zero, as short straight pieces: marching squares. In each cell the line enters and
 * leaves through the edges whose ends differ in sign, where a straight line between the two is zero.
 * @param x, y the grid's places, rising; at least two of each.
 * @param values row after row, a row for each y.
 */
export function zeroLine(x: readonly number[], y: readonly number[], values: ArrayLike<number>): Segment[] {
  const segments: Segment[] = [];
  const value = (i: number, j: number) => values[j * x.length + i]!;
  for (let j = 0; j + 1 < y.length; j++) {
    for (let i = 0; i + 1 < x.length; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const;
      const crossings = corners.flatMap(([a, b], corner): [number, number][] => {
        const [c, d] = corners[(corner + 1) % 4]!;
        const [from, to] = [value(a, b), value(c, d)];
        if (from > 0 === to > 0) return [];
        const share = from / (from - to);
        return [[x[a]! + share * (x[c]! - x[a]!), y[b]! + share * (y[d]! - y[b]!)]];
      });
      if (crossings.length === 2) segments.push([crossings[0]!, crossings[1]!]);
      if (crossings.length === 4)
        segments.push(
          ...apart(
            crossings,
            corners.map(([a, b]) => value(a, b)),
          ),
        );
    }
  }
  return segments;
}

/** Of a cell whose opposite corners agree, the mean of the four tells whether the first and the third are joined. */
function apart(crossings: readonly (readonly [number, number])[], corners: readonly number[]): Segment[] {
  const [below, right, above, left] = crossings as [Segment[0], Segment[0], Segment[0], Segment[0]];
  const joined = corners.reduce((sum, corner) => sum + corner, 0) > 0 === corners[0]! > 0;
  return joined
    ? [
        [below, right],
        [above, left],
      ]
    : [
        [left, below],
        [right, above],
      ];
}
