/** Bytes of one float64, one of the two lanes of a v128. */
export const LANE: usize = 8;

/** The sum of the two lanes: of the even samples and of the odd ones. */
// @ts-ignore: decorator
@inline
export function addLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** (the sum of a's lanes, the sum of b's). */
// @ts-ignore: decorator
@inline
export function addPairs(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}
