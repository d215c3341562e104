/** One line that tells how far the work is, redrawn in place. */
export interface ProgressLine {
  show(share: number, words: string): void;
  /** Takes the line away, so that what is written next begins at the margin. */
  clear(): void;
}

export type ProgressOutput = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

const ERASE = '\r\u001b[K';

/** Draws on a terminal; on anything else it stays silent, since nothing can be redrawn there. */
export function createProgressLine(output: ProgressOutput): ProgressLine {
  let shown = '';
  function draw(line: string): void {
    if (output.isTTY !== true || line === shown) return;
    shown = line;
    output.write(`${ERASE}${line}`);
  }
  return {
    show(share, words) {
      const percent = `${Math.floor(share * 100)}`.padStart(3);
      // A line that wraps could not be erased. Some terminals give their width as 0: they do not know it.
      draw(`${percent} % ${words}`.slice(0, (output.columns || 80) - 1));
    },
    clear: () => draw(''),
  };
}
