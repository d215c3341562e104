import { styleText } from 'node:util';

/** Where text is shown: a terminal, or a pipe or file. */
export type TextOutput = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** What Markdown as Discord reads it has for us. Of two that begin at the same place the first counts. */
const MARKS = new RegExp(
  [
    /```\w*\n(?<block>[\s\S]*?)\n?```/u,
    /\\(?<escaped>\p{P}|\p{S})/u,
    /`(?<code>[^`\n]+)`/u,
    /\[(?<name>(?:\\.|[^\]\\\n])+)\]\((?:<(?<url>[^<>\s]+)>|(?<bareUrl>https?:[^\s()]+))\)/u,
    /\*\*(?<bold>(?:\\.|[^\\\n])+?)\*\*/u,
    /\*(?<italic>[^\s*\\](?:[^*\\\n]*[^\s*\\])?)\*/u,
    /^#{1,3} (?<heading>.+)$/u,
    /^-# (?<small>.+)$/u,
    /@\u200b/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gmu',
);

type Found = Partial<
  Record<'block' | 'escaped' | 'code' | 'name' | 'url' | 'bareUrl' | 'bold' | 'italic' | 'heading' | 'small', string>
>;

/**
 * A reply's Markdown for people at a terminal: bold is bold and italics are italic (unless NO_COLOR is set), a link is
 * its name and its address, escapes are undone. For a pipe or a file the text stays as it is.
 */
export function showMarkdown(text: string, output: TextOutput): string {
  return output.isTTY === true ? render(text, (style, words) => styleText(style, words, { stream: output })) : text;
}

type Style = (style: 'bold' | 'italic', words: string) => string;

const unstyled: Style = (_, words) => words;

function render(text: string, style: Style): string {
  return text.replace(MARKS, (mark, ...details) => {
    const found = details.at(-1) as Found;
    if (mark === '@\u200b') return '@';
    const strong = found.bold ?? found.heading;
    if (strong !== undefined) return style('bold', render(strong, unstyled));
    if (found.italic !== undefined) return style('italic', render(found.italic, unstyled));
    if (found.small !== undefined) return render(found.small, style);
    if (found.name !== undefined) return `${render(found.name, style)} (${found.url ?? found.bareUrl})`;
    return found.block ?? found.escaped ?? found.code ?? mark;
  });
}
