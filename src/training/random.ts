/**
 * Random numbers that are the same on every machine: the sfc32 generator of PractRand, in 32-bit integer arithmetic, so
 * that a few lines of any language give the same stream. Only `normal` leans on Math.log and Math.cos, which V8 brings
 * along itself instead of asking the machine.
 */
export interface Random {
  /** Uniform on [0, 1), in steps of 2⁻³². */
  uniform(): number;
  /** Standard normal, by Box and Muller's cosine half. */
  normal(): number;
  /** Puts the numbers into random order, in place (Fisher and Yates). */
  shuffle(numbers: Int32Array): void;
}

/** A stream of its own for each seed and purpose: drawing more of one never moves another. */
export function randomStream(seed: number, purpose: 'data' | 'start' | 'batches'): Random {
  let a = seed | 0;
  let b = { data: 1, start: 2, batches: 3 }[purpose];
  let c = 0x9e3779b9 | 0;
  let counter = 1;

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  // Seeds 1, 2, 3 … differ in few bits; the first outputs would show it.
  for (let round = 0; round < 20; round++) next();

  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle: (numbers) => {
      for (let last = numbers.length - 1; last > 0; last--) {
        const pick = Math.floor(uniform() * (last + 1));
        const kept = numbers[last]!;
        numbers[last] = numbers[pick]!;
        numbers[pick] = kept;
      }
    },
  };
}
