import type { Page } from 'playwright-core';
import { markdownTree } from '../../../src/web/markdown.ts';
import type { Turn } from '../../../src/web/page/model.ts';
import type { ShownButton } from '../../../src/web/protocol.ts';

/** Turns that a test makes up, shown by the page's own conversation: so that nothing has to be trained for them. */

/** How wide and high pictures are drawn, in pixels. */
const PICTURE = { width: 400, height: 200 };

interface FakeReply {
  /** Markdown. */
  readonly text?: string;
  /** The colour of each picture. */
  readonly pictures?: readonly string[];
  readonly files?: readonly string[];
  readonly buttons?: readonly ShownButton[];
  readonly private?: boolean;
}

export interface FakeTurn extends Partial<Pick<Turn, 'progress' | 'outcome' | 'sentence'>> {
  readonly id: string;
  readonly message?: string;
  readonly label?: string;
  readonly link?: string;
  readonly reply?: FakeReply | null;
}

/** What the conversation asked for, by the names of its options. */
export type Heard = readonly [name: string, ...rest: unknown[]];

/** Puts a conversation in the place of the page's own, which goes on without being seen. */
export async function mount(page: Page): Promise<void> {
  await page.getByRole('button', { name: '/sweep' }).waitFor();
  await page.evaluate(`(async () => {
    const { createConversation } = await import('/page/conversation.ts');
    const { commands, first } = await (await fetch('/api/commands')).json();
    const old = document.querySelector('#conversation');
    const log = old.cloneNode(false);
    old.replaceWith(log);
    const heard = [];
    const hear = (name) => (...rest) => heard.push([name, ...rest]);
    const conversation = createConversation(log, { commands, first, ask: hear('ask'), press: hear('press'), stop: hear('stop'), edit: hear('edit') });
    const made = new Map();
    const picture = (colour, size) => {
      if (!made.has(colour)) made.set(colour, draw(colour, size));
      return made.get(colour);
    };
    const draw = async (colour, { width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      context.fillStyle = colour;
      context.fillRect(0, 0, width, height);
      return { name: colour + '.png', alt: 'A picture in ' + colour, width, height, content: await canvas.convertToBlob() };
    };
    const show = async ({ reply, ...turn }, size) => conversation.show({
      ...turn,
      reply: reply && {
        ...reply,
        pictures: await Promise.all(reply.pictures.map((colour) => picture(colour, size))),
        files: reply.files.map((name) => ({ name, content: new Blob([name]) })),
      },
    });
    Object.assign(window, { fake: { conversation, heard, show, log } });
  })()`);
}

export async function show(page: Page, { message = 'a message', ...turn }: FakeTurn): Promise<void> {
  await showAll(page, [{ message, ...turn }]);
}

export async function showAll(page: Page, turns: readonly FakeTurn[]): Promise<void> {
  const made = turns.map(({ id, message = 'a message', label = null, link = null, reply = {}, ...rest }) => ({
    ...{ id, progress: null, outcome: 'answered', sentence: null, ...rest },
    asked: { message, label, link, asks: { message }, files: [] },
    reply: reply && {
      ...{ pictures: [], files: [], buttons: [], private: false, ...reply },
      text: markdownTree(reply.text ?? 'Words.'),
    },
  }));
  await page.evaluate(
    `(async () => { for (const turn of ${JSON.stringify(made)}) await fake.show(turn, ${JSON.stringify(PICTURE)}); })()`,
  );
}

export function heard(page: Page): Promise<readonly Heard[]> {
  return page.evaluate('fake.heard');
}
