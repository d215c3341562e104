import { format } from 'd3-format';

/** A round number as it stands at an axis: as few digits as it has. */
export function round(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return powerOfTen(value);
  return format(',')(Number(value.toPrecision(6)));
}

/** 1e+300 and 3.2e-12, without the plus and without a mantissa's idle zeros. */
function powerOfTen(value: number): string {
  return value.toExponential(1).replace('.0e', 'e').replace('e+', 'e').replace('-', '−').replace('e-', 'e−');
}

/** A count of steps at an axis: 500, 1k, 1.5k, 20k, 1.23M. */
export function thousands(value: number): string {
  if (value >= 1e6) return `${round(Number((value / 1e6).toPrecision(3)))}M`;
  return value >= 1000 ? `${round(value / 1000)}k` : round(value);
}
