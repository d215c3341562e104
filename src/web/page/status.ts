const SHOWN_MS = 10_000;

/** The line that tells how the page itself is. */
export interface Status {
  /** Something that happened: shown for a while. */
  say(words: string): void;
  /** Something that goes on: shown until it is over, which is null. */
  hold(words: string | null): void;
}

export function createStatus(line: HTMLElement): Status {
  let held: string | null = null;
  let said: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    const words = held ?? said ?? '';
    // Words that are set again are read out again.
    if (line.textContent !== words) line.textContent = words;
  };
  return {
    say: (words) => {
      said = words;
      clearTimeout(timer);
      timer = setTimeout(() => {
        said = null;
        show();
      }, SHOWN_MS);
      show();
    },
    hold: (words) => {
      held = words;
      show();
    },
  };
}
