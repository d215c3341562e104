const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A time in words, from milliseconds: `15 minutes`, `90 days`. */
export function lasting(ms: number): string {
  const [size, unit] = ms < DAY ? [ms / MINUTE, 'minute'] : [ms / DAY, 'day'];
  return `${size} ${unit}${size === 1 ? '' : 's'}`;
}
