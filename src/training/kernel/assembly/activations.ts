import { tanh } from './exponential';

export const TANH = 0;
export const RELU = 1;

/** Puts `rows` rows of samples through the activation, in place. */
export function activate(kind: i32, a: usize, step: usize, rows: i32, width: usize): void {
  for (let row = 0; row < rows; row++) {
    const end = a + width;
    if (kind == TANH) {
      for (let at = a; at != end; at += 32) {
        const first = tanh(v128.load(at));
        const second = tanh(v128.load(at, 16));
        v128.store(at, first);
        v128.store(at, second, 16);
      }
    } else {
      for (let at = a; at != end; at += 16) {
        const z = v128.load(at);
        v128.store(at, v128.andnot(z, f64x2.lt(z, f64x2.splat(0))));
      }
    }
    a += step;
  }
}

/** Turns ∂L/∂a into ∂L/∂z, given a: tanh′ = 1 − a², relu′ = 1 where a > 0. */
export function deactivate(kind: i32, delta: usize, a: usize, step: usize, rows: i32, width: usize): void {
  const one = f64x2.splat(1);
  for (let row = 0; row < rows; row++) {
    if (kind == TANH) {
      for (let s: usize = 0; s < width; s += 16) {
        const value = v128.load(a + s);
        const slope = f64x2.sub(one, f64x2.mul(value, value));
        v128.store(delta + s, f64x2.mul(v128.load(delta + s), slope));
      }
    } else {
      for (let s: usize = 0; s < width; s += 16) {
        const off = f64x2.le(v128.load(a + s), f64x2.splat(0));
        v128.store(delta + s, v128.andnot(v128.load(delta + s), off));
      }
    }
    delta += step;
    a += step;
  }
}
