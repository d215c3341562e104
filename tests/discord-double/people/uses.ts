import type { APIPublicThreadChannel, APITextChannel, APIUser, InteractionType } from 'discord-api-types/v10';
import type { SeenMessage } from '../messages.ts';
import type { Given, GivenFile } from './options.ts';
import type { SentInteraction } from './sent-interaction.ts';

interface By {
  /** Who does it (default: the person "learner"). */
  readonly user?: APIUser;
}
export interface Somewhere extends By {
  /** In a DM with the bot instead of the server's channel. */
  readonly dm?: boolean;
  /** In another server: `discord.elsewhere('physics')`. */
  readonly channel?: APITextChannel;
  /** In this thread of the server's channel: `discord.thread('homework')`. */
  readonly thread?: APIPublicThreadChannel;
}
export interface CommandUse extends Somewhere {
  /** Such as `train`, or `lesson start` for a subcommand. */
  readonly name: string;
  readonly options?: Readonly<Record<string, Given>>;
  /** The server's own settings let them use it, whatever permissions the command was registered with. */
  readonly allowed?: boolean;
}
export interface AutocompleteUse extends CommandUse {
  /** The option being typed; what is typed so far is its value in `options`. */
  readonly focused: string;
}
export interface Press extends By {
  readonly message: SeenMessage;
  /** The button, by its custom_id or by its label. */
  readonly customId?: string;
  readonly label?: string;
  /** Sends a custom_id that the message has no button for, as a forger's client could. */
  readonly forged?: boolean;
}
export interface ContextMenuUse extends By {
  readonly name: string;
  readonly message: SeenMessage;
}
export interface FormSubmission {
  /** What opened the form: whoever did that fills it in. */
  readonly opened: SentInteraction;
  /** What is changed of what stands in it, by a field's custom_id; of a list, one of its values, or '' for none. */
  readonly values?: Readonly<Record<string, string>>;
}
/** A modal that need not ever have been shown: a forger's client may submit anything. */
export interface ModalSubmission extends Somewhere {
  readonly customId: string;
  /** Each field's custom_id and what was typed, or what was chosen from a list. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** The message it says its button was on. */
  readonly message?: SeenMessage;
}
/** Whatever a forger's client could send, and more: Discord itself would let little of it through. */
export interface Forgery extends Somewhere {
  readonly type: InteractionType;
  /** As it goes over the wire. */
  readonly data: object;
  /** The message it says it was done at. */
  readonly message?: SeenMessage;
}
export interface Utterance extends Somewhere {
  readonly content: string;
  /** Puts a mention of the bot before the text. */
  readonly mention?: boolean;
  /** As a reply to this message, which pings its author unless `ping` is false. */
  readonly replyTo?: SeenMessage;
  readonly ping?: boolean;
  readonly files?: readonly GivenFile[];
}
