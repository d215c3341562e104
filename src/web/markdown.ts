import type { Element, Root } from 'hast';
import { defaultSchema, sanitize } from 'hast-util-sanitize';
import type { Root as MarkdownRoot, Node, Parent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { newlineToBreak } from 'mdast-util-newline-to-break';
import { toHast } from 'mdast-util-to-hast';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { MAX_TEXT } from '../chat/reply.ts';
import { addresses, addressLinks } from './addresses.ts';
import { tidy } from './tidy-tree.ts';

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

const DEEPEST_HEADING = 3;

/** Deeper than any reply goes. */
const MAX_DEPTH = 32;

const SCHEMA = {
  ...defaultSchema,
  tagNames: [...TEXT_ELEMENTS],
  attributes: { a: ['href'], ol: ['start'] },
  protocols: { href: ['http', 'https'] },
};

/**
 * A reply's Markdown, as Discord reads it, as a tree of elements. No HTML is ever written or read: what looks like it is
 * text, and what the page puts together are the elements of this tree. `__x__` is strong here, where Discord underlines.
 *
 * What no reply is, longer than MAX_TEXT or nested without end, is shown as it was written: reading it takes too long.
 */
export function markdownTree(text: string): Root {
  if (text.length > MAX_TEXT) return asWritten(text);
  const tree = fromMarkdown(text, {
    extensions: [gfmStrikethrough({ singleTilde: false }), addresses, { disable: { null: UNKNOWN_TO_DISCORD } }],
    mdastExtensions: [gfmStrikethroughFromMarkdown(), addressLinks],
  });
  if (isDeeperThan(MAX_DEPTH, tree)) return asWritten(text);
  newlineToBreak(tree);
  tree.children = tree.children.map(withoutSmallHeadings);
  const root = sanitize(toHast(tree, { handlers: { break: lineBreak } }), SCHEMA) as Root;
  return { type: 'root', children: tidy(root.children) };
}

function lineBreak(): Element {
  return { type: 'element', tagName: 'br', properties: {}, children: [] };
}

/** Without calling itself, which would be what fails. */
function isDeeperThan(most: number, tree: MarkdownRoot): boolean {
  let level: Node[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((node) => ('children' in node ? (node as Parent).children : []));
  }
  return false;
}

/** Discord has headings of three sizes, and none without words. */
function withoutSmallHeadings(node: MarkdownRoot['children'][number]): MarkdownRoot['children'][number] {
  if (node.type !== 'heading' || (node.depth <= DEEPEST_HEADING && node.children.length > 0)) return node;
  const mark = { type: 'text', value: `${'#'.repeat(node.depth)} ` } as const;
  return { type: 'paragraph', children: [mark, ...node.children] };
}

function asWritten(text: string): Root {
  const lines = text.split(/\r?\n|\r/u).map((value) => [{ type: 'text', value } as const]);
  const children = lines.flatMap((line, index) => (index === 0 ? line : [lineBreak(), ...line]));
  return { type: 'root', children: [{ type: 'element', tagName: 'p', properties: {}, children }] };
}
