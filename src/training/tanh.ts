import { expm1Near0, powerOfTwo, remainder, wholes } from './exponential.ts';

/** From here on tanh is 1 to the last bit. */
const SATURATED = 22;

/**
 * tanh v = (e²ᵛ − 1) / (e²ᵛ + 1), accurate to a few units in the last place, near zero too. With 2|v| = k·ln 2 + r and
 * q = eʳ − 1: e²ᵛ − 1 = 2ᵏ·q + (2ᵏ − 1).
 */
export function tanh(v: number): number {
  const double = 2 * Math.min(Math.abs(v), SATURATED);
  const k = wholes(double);
  const q = expm1Near0(remainder(double, k));
  const power = powerOfTwo(k);
  const expm1 = power * q + (power - 1);
  const result = expm1 / (expm1 + 2);
  return v < 0 || Object.is(v, -0) ? -result : result;
}
