import { sizeOf } from '../charts/png-size.ts';
import { writeMessage } from '../chat/invocation.ts';
import { markdownTree } from './markdown.ts';
import type { ReplyEvent } from './protocol.ts';
import type { Shown } from './requests.ts';

/** What the page is told of a reply: its words as a tree, and where the bytes of its pictures and files are. */
export function replyEvent(id: string, { reply, revision, outcome }: Shown): ReplyEvent {
  const at = (kind: string, index: number, name: string) =>
    `/api/requests/${id}/${revision}/${kind}/${index}/${encodeURIComponent(name)}`;
  return {
    id,
    outcome,
    reply: {
      text: markdownTree(reply.text),
      pictures: reply.pictures.map(({ name, alt, png }, index) => ({
        name,
        alt,
        ...sizeOf(png),
        url: at('pictures', index, name),
      })),
      files: reply.files.map(({ name }, index) => ({
        name,
        url: at('files', index, name),
      })),
      buttons: reply.buttons.map(({ label, sends, opensForm = false }) => ({
        label,
        sends,
        opensForm,
        message: writeMessage(sends),
      })),
      private: reply.private,
    },
  };
}
