/** Putting words where nothing else is. All lengths in chart units, y downwards. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Moves labels up and down their column until none overlaps its neighbour, as little as can be (least squares), and
 * within [top, bottom] as long as there is room for them all.
 * Pool adjacent violators: labels that would overlap become a block, centred on the mean of what its members wanted.
 *
 * @param wanted the middle each label would like; `height` what each takes. Returned in the same order.
 */
export function spread(wanted: readonly number[], height: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  // With the k-th label's height of k others taken off, "no overlap" becomes "in ascending order".
  const blocks: { sum: number; count: number }[] = [];
  for (const [rank, i] of order.entries()) {
    let block = { sum: wanted[i]! - rank * height, count: 1 };
    for (
      let above = blocks.at(-1);
      above && above.sum / above.count >= block.sum / block.count;
      above = blocks.at(-1)
    ) {
      block = { sum: above.sum + block.sum, count: above.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  const low = top + height / 2;
  const high = Math.max(low, bottom - height / 2 - (wanted.length - 1) * height);
  const placed = new Array<number>(wanted.length);
  let rank = 0;
  for (const { sum, count } of blocks) {
    const start = Math.min(high, Math.max(low, sum / count));
    for (let k = 0; k < count; k++, rank++) placed[order[rank]!] = start + rank * height;
  }
  return placed;
}

/** A drawn thing words should keep off: a line or a cloud, as points dense enough that no word slips between them. */
export interface Obstacle {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** How bad it is to cover one of its points: 1 for a line. */
  readonly weight: number;
}

/**
 * The best of the candidate boxes: inside the frame, on no taken box, covering least of the obstacles; the earlier
 * of two equals. Null if each is outside or on a taken one.
 */
export function freest<T extends { readonly box: Box }>(
  candidates: readonly T[],
  frame: Box,
  taken: readonly Box[],
  obstacles: readonly Obstacle[],
): T | null {
  let best: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const { box } = candidate;
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) continue;
    if (taken.some((other) => overlap(box, other))) continue;
    let cost = 0;
    for (const { points, weight } of obstacles) {
      for (const { x, y } of points) if (x > box.left && x < box.right && y > box.top && y < box.bottom) cost += weight;
    }
    if (cost < least) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}

/** A polyline as points at most `gap` apart. Points far outside of any picture are left out. */
export function dense(line: readonly { x: number; y: number }[], gap = 4): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  for (const [i, to] of line.entries()) {
    const from = line[i - 1] ?? to;
    const pieces = Math.min(400, Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / gap)));
    for (let k = 1; k <= pieces; k++) {
      points.push({ x: from.x + ((to.x - from.x) * k) / pieces, y: from.y + ((to.y - from.y) * k) / pieces });
    }
  }
  return points.filter(({ x, y }) => Math.abs(x) < 1e4 && Math.abs(y) < 1e4);
}
