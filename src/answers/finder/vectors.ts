import type { Counts } from './features.ts';

/** A message as a sparse vector: the features it has, and how much each weighs. Same lengths. */
export interface Vector {
  readonly at: Int32Array;
  readonly weight: Float32Array;
}

/** The features that are known, and what each tells (its inverse document frequency). */
export interface Vocabulary {
  readonly index: ReadonlyMap<string, number>;
  readonly idf: Float32Array;
}

/** Features seen in at least `least` of the documents; idf = 1 + ln((1 + n) / (1 + df)). */
export function vocabularyOf(documents: readonly Counts[], least: number): Vocabulary {
  const df = new Map<string, number>();
  for (const counts of documents) for (const name of counts.keys()) df.set(name, (df.get(name) ?? 0) + 1);
  const kept = [...df].filter(([, n]) => n >= least);
  return {
    index: new Map(kept.map(([name], i) => [name, i])),
    idf: Float32Array.from(kept, ([, n]) => 1 + Math.log((1 + documents.length) / (1 + n))),
  };
}

/** TF-IDF with sublinear counts, scaled to length 1. */
export function vectorOf(counts: Counts, { index, idf }: Vocabulary): Vector {
  const at: number[] = [];
  const weight: number[] = [];
  let square = 0;
  for (const [name, n] of counts) {
    const i = index.get(name);
    if (i === undefined) continue;
    const w = (1 + Math.log(n)) * idf[i]!;
    at.push(i);
    weight.push(w);
    square += w * w;
  }
  const length = Math.sqrt(square) || 1;
  return { at: Int32Array.from(at), weight: Float32Array.from(weight, (w) => w / length) };
}

/** Several vectors side by side, each scaled by its factor, in one space. */
export function joined(
  parts: readonly { readonly vector: Vector; readonly size: number; readonly factor: number }[],
): Vector {
  const at: number[] = [];
  const weight: number[] = [];
  let offset = 0;
  for (const { vector, size, factor } of parts) {
    for (let i = 0; i < vector.at.length; i++) {
      at.push(vector.at[i]! + offset);
      weight.push(vector.weight[i]! * factor);
    }
    offset += size;
  }
  return { at: Int32Array.from(at), weight: Float32Array.from(weight) };
}
