const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/** How long to wait before the next try, after so many that failed: longer each time, so that it never is a flood. */
export function waitBefore(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
