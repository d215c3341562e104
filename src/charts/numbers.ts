import { format } from 'd3-format';

/**
 * A measured number as it stands beside a line: so many significant digits in the plain notation people read
 * (0.207, 12.6, 1,204), powers of ten only where the plain form would be all zeros (3e-12, 1e300).
 */
export function measured(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 99_999.5) return powerOfTen(value);
  return size >= 10 ** digits - 0.5 ? format(',.0f')(value) : format(`.${digits}r`)(value);
}

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

/** A count of steps at an axis: 500, 1k, 1.5k, 20k. */
export function thousands(value: number): string {
  return value >= 1000 ? `${round(value / 1000)}k` : round(value);
}
