import type { CommandInfo, ShownButton } from '../protocol.ts';
import type { KeptFile, Turn } from './model.ts';

export interface ConversationOptions {
  readonly commands: readonly CommandInfo[];
  /** Messages to press as long as nothing has been asked. */
  readonly first: readonly string[];
  /** One of them was pressed. */
  readonly ask: (message: string) => void;
  /** A button was pressed, or its form filled in. `files` came with the reply, and go with it. */
  readonly press: (button: Pick<ShownButton, 'label' | 'sends'>, files: readonly KeptFile[]) => void;
  readonly stop: (id: string) => void;
}

/** The conversation on the page. */
export interface Conversation {
  /** Puts a turn at the end, or in the place of what is shown of it. */
  show(turn: Turn): void;
  /** Begins anew, with the messages to press. */
  clear(): void;
}

export function createConversation(log: HTMLElement, { first }: ConversationOptions): Conversation {
  log.textContent = first.join(' · ');
  return { show: () => {}, clear: () => {} };
}
