import type { CommandInfo, ShownButton } from '../protocol.ts';
import { fieldsOf, openForm } from './form-dialog.ts';
import { greeting } from './greeting.ts';
import type { KeptFile, KeptReply, Turn } from './model.ts';
import { NewestFollower } from './newest-follower.ts';
import { PictureViewer } from './picture-viewer.ts';
import { TurnView } from './turn-view.ts';

export interface ConversationOptions {
  readonly commands: readonly CommandInfo[];
  /** Messages to press as long as nothing has been asked. */
  readonly first: readonly string[];
  /** One of them was pressed. */
  readonly ask: (message: string) => void;
  /** A button was pressed, or its form filled in. `files` came with the reply, and go with it. */
  readonly press: (button: Pick<ShownButton, 'label' | 'sends'>, files: readonly KeptFile[]) => void;
  readonly stop: (id: string) => void;
  /** What was asked is to be changed, and asked anew. */
  readonly edit: (message: string, files: readonly KeptFile[]) => void;
}

/** The conversation on the page. */
export interface Conversation {
  /** Puts a turn at the end, or in the place of what is shown of it. */
  show(turn: Turn): void;
  /** Begins anew, with the messages to press. */
  clear(): void;
}

export function createConversation(log: HTMLElement, options: ConversationOptions): Conversation {
  const { commands, first, ask, press, stop, edit } = options;
  const views = new Map<string, TurnView>();
  const viewer = new PictureViewer();
  const follower = new NewestFollower(log, document.querySelector<HTMLButtonElement>('#newest'));

  const pressed = (button: ShownButton, reply: KeptReply, opener: HTMLElement, turn: Turn) => {
    const files = filesNamed(button, [...reply.files, ...turn.asked.files]);
    const command = commands.find(({ name }) => name === button.sends.command);
    if (!button.opensForm || command === undefined || fieldsOf(command).length === 0) return press(button, files);
    const label = button.label.replace(/(…|\.{3})$/u, '');
    openForm({ command, sends: button.sends, opener, submit: (sends) => press({ label, sends }, files) });
  };

  /** A button that trains on somebody's own data names the file: it goes with it, and no other. */
  const filesNamed = ({ sends }: ShownButton, files: readonly KeptFile[]): KeptFile[] => {
    const info = commands.find(({ name }) => name === sends.command);
    const attached = info?.options.filter(({ kind }) => kind === 'attachment') ?? [];
    return attached.flatMap(({ name }) => {
      const wanted = sends.options[name]?.trim().toLowerCase();
      return files.find((file) => file.name.toLowerCase() === wanted) ?? [];
    });
  };

  const clear = () => {
    for (const view of views.values()) view.dispose();
    views.clear();
    log.replaceChildren(greeting(first, commands, ask));
    follower.toStart();
  };

  const show = (turn: Turn) => {
    const view = views.get(turn.id);
    if (view !== undefined) return view.update(turn);
    const isFirst = views.size === 0;
    if (isFirst) log.replaceChildren();
    const added = new TurnView(turn, { viewer, press: pressed, stop, edit });
    views.set(turn.id, added);
    log.append(added.element);
    // What the reader asks just now they want to see, wherever they are.
    follower.append(added.element, { goThere: isFirst || turn.outcome === null });
  };

  log.after(viewer.element);
  clear();
  return { show, clear };
}
