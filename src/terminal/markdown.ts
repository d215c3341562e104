import { styleText } from 'node:util';

/** Where text is shown: a terminal, or a pipe or file. */
export type TextOutput = NodeJS.WritableStream & { readonly isTTY?: boolean };

const MARKS =
  /\\(?<escaped>\p{P}|\p{S})|`(?<code>[^`\n]+)`|\*\*(?<bold>(?:\\.|[^\\\n])+?)\*\*|^#{1,3} (?<heading>.+)$|@\u200b/gmu;

/**
 * A reply's Markdown for people at a terminal: bold is bold (unless NO_COLOR is set), escapes are undone. For a
 * pipe or a file the text stays as it is.
 */
export function showMarkdown(text: string, output: TextOutput): string {
  return output.isTTY === true ? render(text, (words) => styleText('bold', words, { stream: output })) : text;
}

function render(text: string, embolden: (words: string) => string): string {
  return text.replace(MARKS, (mark, ...details) => {
    const { escaped, code, bold, heading } = details.at(-1) as Partial<Record<string, string>>;
    if (mark === '@\u200b') return '@';
    const strong = bold ?? heading;
    return strong === undefined ? (escaped ?? code ?? mark) : embolden(render(strong, (words) => words));
  });
}
