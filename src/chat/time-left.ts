/** `about 8 s left`, from the share done after so many milliseconds; nothing as long as that says little. */
export function timeLeft(share: number, elapsed: number): string {
  if (share < 0.03 || share >= 1) return '';
  const seconds = (elapsed / 1_000) * (1 / share - 1);
  if (seconds < 1) return 'about 1 s left';
  if (seconds < 90) return `about ${Math.round(seconds)} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}
