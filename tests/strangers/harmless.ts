import { MAX_CUSTOM_ID } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_BUTTONS, MAX_LABEL, MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { type MessageBody, toMessage } from '../../src/discord/message.ts';

const MAX_FILES = 10;
const IN_A_ROW = 5;

/** What does not show, or turns what follows around. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** What Discord would notify somebody of, were it not told otherwise. */
const PING = /@everyone|@here|<@[!&]?\d+>/u;

/** What is wrong with a reply, as Discord would be sent it; nothing if it can do no harm. */
export function harmIn(reply: Reply): string[] {
  const { body, files } = toMessage(reply, () => {});
  const unheard = reply.pictures.some(({ alt }) => alt.trim() === '') ? ['a picture without an alt text'] : [];
  return [...unheard, ...harmInMessage(body, files)];
}

/** The same of a message as it is sent. One that is changed may leave out what stays. */
export function harmInMessage(body: Partial<MessageBody>, files: readonly { readonly name: string }[]): string[] {
  const { content = '', components = [], attachments = [], allowed_mentions: mentions } = body;
  const buttons = components.flatMap((row) => row.components);
  const ids = buttons.map((button) => ('custom_id' in button ? button.custom_id : ''));
  const labels = buttons.map((button) => ('label' in button ? (button.label ?? '') : ''));
  const shown = [
    content,
    ...labels,
    ...attachments.flatMap(({ filename, description = '' }) => [filename, description]),
  ];
  const unescaped = content.replace(/\\./gsu, '');
  const blocks = unescaped.split('```');
  const prose = blocks.filter((_, index) => index % 2 === 0).flatMap((part) => part.split('\n'));
  const bad: readonly (readonly [boolean, string])[] = [
    [content.length > MAX_TEXT, `${content.length} characters`],
    [body.content?.trim() === '' && files.length === 0, 'nothing to see'],
    [files.length > MAX_FILES, `${files.length} files`],
    [attachments.some(({ description = '' }) => description.length > MAX_ALT), 'an alt text too long'],
    [new Set(files.map(({ name }) => name)).size < files.length, 'two files of one name'],
    [buttons.length > MAX_BUTTONS || components.some((row) => row.components.length > IN_A_ROW), 'too many buttons'],
    [ids.some((id) => id.length > MAX_CUSTOM_ID || id === ''), 'a custom_id too long'],
    [new Set(ids).size < ids.length, 'two buttons of one custom_id'],
    [labels.some((label) => label.length > MAX_LABEL || label.trim() === ''), 'a label too long'],
    [
      mentions?.parse.length !== 0 || Object.keys(mentions).some((who) => /^(?:users|roles)$/u.test(who)),
      'it may ping',
    ],
    [shown.some((text) => PING.test(text)), 'a ping in words'],
    [shown.some((text) => !text.isWellFormed()), 'half a character'],
    [shown.some((text) => UNSEEN.test(text.replaceAll('@\u200b', '@').replaceAll('\n', ' '))), 'something unseen'],
    [blocks.length % 2 === 0, 'a code block that does not end'],
    [prose.some((line) => line.split('`').length % 2 === 0), 'code that does not end'],
    [/https?:\/\/evil|\]\([^)]*evil/iu.test(unescaped), 'a link of theirs'],
  ];
  return bad.filter(([is]) => is).map(([, what]) => what);
}
