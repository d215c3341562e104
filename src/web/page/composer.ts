import type { CommandInfo, Completions } from '../protocol.ts';

export interface ComposerOptions {
  readonly commands: readonly CommandInfo[];
  readonly complete: (text: string, signal: AbortSignal) => Promise<Completions>;
  readonly send: (message: string, files: readonly File[]) => void;
}

/** The message box. */
export interface Composer {
  focus(): void;
  /** Puts a message into the box, for the person to change. */
  fill(message: string): void;
  /** Arrow up brings these back, the newest first. */
  remember(message: string): void;
}

export function createComposer(_form: HTMLFormElement, _options: ComposerOptions): Composer {
  return { focus: () => {}, fill: () => {}, remember: () => {} };
}
