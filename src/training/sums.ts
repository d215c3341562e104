/**
 * Σ term(index) over index 0, 1, … count − 1, the even ones and the odd ones added up apart: WebAssembly holds one of
 * each in a SIMD register, and the sum is to have the same bits everywhere.
 */
export function sumOf(count: number, term: (index: number) => number): number {
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < count; index += 2) {
    even += term(index);
    odd += term(index + 1);
  }
  if (count % 2 === 1) even += term(count - 1);
  return even + odd;
}
