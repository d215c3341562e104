import type { Element, ElementContent, Root } from 'hast';
import { defaultSchema, sanitize } from 'hast-util-sanitize';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { newlineToBreak } from 'mdast-util-newline-to-break';
import { toHast } from 'mdast-util-to-hast';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';

/** Every element that a reply's text may become; the page makes no other. */
export const TEXT_ELEMENTS = [
  ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'small', 'a'],
  ...['ul', 'ol', 'li', 'blockquote', 'h1', 'h2', 'h3'],
] as const;

/** What CommonMark has and Discord does not: there these show as they were typed. */
const UNKNOWN_TO_DISCORD = [
  ...['htmlFlow', 'htmlText', 'codeIndented', 'setextUnderline', 'thematicBreak', 'definition', 'labelStartImage'],
  ...['characterReference'],
];

const SCHEMA = {
  ...defaultSchema,
  tagNames: [...TEXT_ELEMENTS],
  attributes: { a: ['href'], ol: ['start'] },
  protocols: { href: ['http', 'https'] },
};

const SMALL = '-# ';

/**
 * A reply's Markdown, as Discord reads it, as a tree of elements. No HTML is ever written or read: what looks like it is
 * text, and what the page puts together are the elements of this tree.
 */
export function markdownTree(text: string): Root {
  const tree = fromMarkdown(text, {
    extensions: [gfmStrikethrough({ singleTilde: false }), { disable: { null: UNKNOWN_TO_DISCORD } }],
    mdastExtensions: [gfmStrikethroughFromMarkdown()],
  });
  newlineToBreak(tree);
  const root = toHast(tree) as Root;
  root.children = root.children.map((child) => (child.type === 'element' ? withSmallLines(child) : child));
  return sanitize(root, SCHEMA) as Root;
}

/** Discord's small print: a line that begins with `-# `. */
function withSmallLines(element: Element): Element {
  if (element.tagName !== 'p') return element;
  const lines = linesOf(element.children).map((line): ElementContent[] => {
    const [first, ...rest] = line;
    if (first?.type !== 'text' || !first.value.trimStart().startsWith(SMALL)) return line;
    const lead = { ...first, value: first.value.trimStart().slice(SMALL.length) };
    return [{ type: 'element', tagName: 'small', properties: {}, children: [lead, ...rest] }];
  });
  const br: Element = { type: 'element', tagName: 'br', properties: {}, children: [] };
  return { ...element, children: lines.flatMap((line, index) => (index === 0 ? line : [br, ...line])) };
}

function linesOf(children: readonly ElementContent[]): ElementContent[][] {
  const lines: ElementContent[][] = [[]];
  for (const child of children) {
    if (child.type === 'element' && child.tagName === 'br') lines.push([]);
    else lines.at(-1)!.push(child);
  }
  return lines;
}
