import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from 'discord.js';
import { MAX_CUSTOM_ID, writeCustomId } from '../chat/invocation.ts';
import {
  type Button,
  MAX_ALT,
  MAX_BUTTONS,
  MAX_LABEL,
  type Picture,
  type Reply,
  type ReplyFile,
} from '../chat/reply.ts';

/** A message as Discord's REST API takes it, and the files that go with it. */
export interface Message {
  readonly body: MessageBody;
  readonly files: readonly { readonly name: string; readonly data: Buffer }[];
}

export interface MessageBody {
  readonly content: string;
  readonly components: readonly APIActionRowComponent<APIButtonComponent>[];
  /** Those not listed are taken off a message that is edited. */
  readonly attachments: readonly { readonly id: string; readonly filename: string; readonly description?: string }[];
  /** Nobody is ever pinged, whatever the text says. */
  readonly allowed_mentions: { readonly parse: [] };
  /** A link in a reply is for those who want it; its preview would push the chart off the screen. */
  readonly flags: number;
}

const IN_A_ROW = 5;

/**
 * A reply as a plain message: content, attachments with alt text, rows of buttons. A button that cannot carry what it
 * sends (`leftOut` is told why) is not shown: better none than one that fails.
 */
export function toMessage(reply: Reply, leftOut: (button: Button, why: string) => void): Message {
  const files = [...reply.pictures.map(pictureFile), ...reply.files.map(plainFile)];
  return {
    body: {
      ...words(reply.text).body,
      components: rowsOf(fitting(reply.buttons, leftOut)),
      attachments: files.map(({ name, description }, index) => ({
        id: String(index),
        filename: name,
        ...(description !== undefined && { description }),
      })),
    },
    files: files.map(({ name, data }) => ({ name, data })),
  };
}

/** A message of words alone; on an edit, everything else goes. */
export function words(content: string): Message {
  const body = { content, components: [], attachments: [], flags: MessageFlags.SuppressEmbeds };
  return { body: { ...body, allowed_mentions: { parse: [] } }, files: [] };
}

interface Upload {
  readonly name: string;
  readonly data: Buffer;
  readonly description?: string;
}

function pictureFile({ name, png, alt }: Picture): Upload {
  const description = alt.length > MAX_ALT ? `${alt.slice(0, MAX_ALT - 1)}…` : alt;
  return { name, data: bytes(png), description };
}

function plainFile({ name, content }: ReplyFile): Upload {
  return { name, data: bytes(content) };
}

/** The same memory, seen as the Buffer that the library asks for. */
function bytes(array: Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function fitting(buttons: readonly Button[], leftOut: (button: Button, why: string) => void): APIButtonComponent[] {
  const made = new Map<string, APIButtonComponent>();
  for (const button of buttons) {
    const id = writeCustomId(button.sends, button);
    const why = misfit(button, id, made);
    if (why === null) {
      made.set(id, { type: ComponentType.Button, style: ButtonStyle.Secondary, label: button.label, custom_id: id });
    } else {
      leftOut(button, why);
    }
  }
  return [...made.values()];
}

function misfit({ label }: Button, id: string, made: ReadonlyMap<string, unknown>): string | null {
  if (id.length > MAX_CUSTOM_ID) return `what it sends takes ${id.length} characters, at most ${MAX_CUSTOM_ID} fit`;
  if (label === '' || label.length > MAX_LABEL) return `its label has ${label.length} characters`;
  if (made.has(id)) return 'another button sends the same';
  if (made.size === MAX_BUTTONS) return `at most ${MAX_BUTTONS} fit on a message`;
  return null;
}

function rowsOf(buttons: readonly APIButtonComponent[]): APIActionRowComponent<APIButtonComponent>[] {
  return Array.from({ length: Math.ceil(buttons.length / IN_A_ROW) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  }));
}
