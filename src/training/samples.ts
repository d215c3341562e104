/**
 * Labelled samples, one feature (or unit) after another with all its samples side by side: entry [f·stride + s] is
 * feature f of sample s. Loops then run along samples. The stride is the count rounded up to a multiple of LANES and
 * the padding is zero.
 */
export interface Samples {
  readonly count: number;
  readonly features: number;
  readonly stride: number;
  /** Length features × stride. */
  readonly inputs: Float64Array;
  /** Length stride. */
  readonly targets: Float64Array;
}

/** Samples that a loop takes at once. */
export const LANES = 4;

export function strideOf(count: number): number {
  return Math.ceil(count / LANES) * LANES;
}

/** Room for so many samples, all zero. */
export function emptySamples(features: number, count: number): Samples {
  const stride = strideOf(count);
  return {
    count,
    features,
    stride,
    inputs: new Float64Array(features * stride),
    targets: new Float64Array(stride),
  };
}

/** Copies the samples with the given numbers into `into`, in that order. */
export function gather(from: Samples, numbers: Int32Array, into: Samples): void {
  for (let slot = 0; slot < into.count; slot++) {
    const sample = numbers[slot]!;
    into.targets[slot] = from.targets[sample]!;
    for (let feature = 0; feature < from.features; feature++) {
      into.inputs[feature * into.stride + slot] = from.inputs[feature * from.stride + sample]!;
    }
  }
}
