import { evenPart, oddPart, powerOfTwo, remainder, wholes } from './exponential.ts';

/** From here on tanh is 1 to the last bit. */
const SATURATED = 22;

/**
 * tanh v = (e²ᵛ − 1)/(e²ᵛ + 1), accurate to a few units in the last place, near zero too. With 2|v| = k·ln 2 + 2h,
 * P = 2ᵏ and tanh h = O/E: e²ᵛ = P·(E + O)/(E − O), and so tanh |v| = ((P − 1)·E + (P + 1)·O)/((P + 1)·E + (P − 1)·O).
 */
export function tanh(v: number): number {
  const double = 2 * Math.min(Math.abs(v), SATURATED);
  const k = wholes(double);
  const h = 0.5 * remainder(double, k);
  const odd = oddPart(h, h * h);
  const even = evenPart(h * h);
  const power = powerOfTwo(k);
  const less = power - 1;
  const more = power + 1;
  const result = (less * even + more * odd) / (more * even + less * odd);
  return v < 0 || Object.is(v, -0) ? -result : result;
}
