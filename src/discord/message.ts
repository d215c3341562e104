import { type APIButtonComponent, ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
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
import { type ButtonRow, STOP_BUTTON } from './stop-button.ts';

/** A message as Discord's REST API takes it, and the files that go with it. */
export interface Message {
  readonly body: MessageBody;
  readonly files: readonly { readonly name: string; readonly data: Buffer }[];
}

export interface MessageBody {
  readonly content: string;
  readonly components: readonly ButtonRow[];
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
      components: rowsOf(buttonsOf(reply, leftOut)),
      attachments: files.map(({ name, description }, index) => ({
        id: String(index),
        filename: name,
        ...(description !== undefined && { description }),
      })),
    },
    files: files.map(({ name, data }) => ({ name, data })),
  };
}

/** What stands in a message where it is said again without what was shown below it for a while. */
export interface Standing {
  readonly content: string;
  /** Unless given, those that are there stay. */
  readonly components?: readonly ButtonRow[];
}

/** A part of a reply as it stays where the rest never comes: nothing is left to stop. */
export function standingOf(part: Reply): Required<Standing> {
  const { content, components } = toMessage({ ...part, stoppable: false }, () => {}).body;
  return { content, components };
}

export function bodyOf({ content, components }: Standing): Partial<MessageBody> {
  return { content, ...(components !== undefined && { components }), allowed_mentions: { parse: [] } };
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

function buttonsOf(reply: Reply, leftOut: (button: Button, why: string) => void): APIButtonComponent[] {
  const stop = reply.stoppable === true ? [STOP_BUTTON] : [];
  const room = MAX_BUTTONS - stop.length;
  const made = new Map<string, APIButtonComponent>();
  for (const button of reply.buttons) {
    const id = writeCustomId(button.sends, button);
    const why = made.size === room ? `at most ${MAX_BUTTONS} fit on a message` : misfit(button, id, made);
    if (why === null) {
      made.set(id, { type: ComponentType.Button, style: ButtonStyle.Secondary, label: button.label, custom_id: id });
    } else {
      leftOut(button, why);
    }
  }
  return [...made.values(), ...stop];
}

function misfit({ label }: Button, id: string, made: ReadonlyMap<string, unknown>): string | null {
  if (id.length > MAX_CUSTOM_ID) return `what it sends takes ${id.length} characters, at most ${MAX_CUSTOM_ID} fit`;
  if (label === '' || label.length > MAX_LABEL) return `its label has ${label.length} characters`;
  if (made.has(id)) return 'another button sends the same';
  return null;
}

function rowsOf(buttons: readonly APIButtonComponent[]): ButtonRow[] {
  return Array.from({ length: Math.ceil(buttons.length / IN_A_ROW) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  }));
}
