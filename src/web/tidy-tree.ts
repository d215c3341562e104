import type { Element, ElementContent, Properties, RootContent, Text } from 'hast';

const SMALL = '-# ';
/** Elements that have lines of text in them. */
const WITH_LINES = ['p', 'li'];

/**
 * A tree as the page is told it: nothing but elements, their properties and text. Blanks that only part one element
 * from the next are gone, what is no address of the web is no link, and a line that begins with `-# ` is Discord's small
 * print.
 */
export function tidy(nodes: readonly RootContent[], { inCode = false, inLink = false } = {}): ElementContent[] {
  const tidied = nodes.flatMap((node): ElementContent[] => {
    if (node.type === 'text') return node.value === '\n' && !inCode ? [] : [text(node.value)];
    if (node.type !== 'element') return [];
    const { tagName, properties } = node;
    const children = tidy(node.children, {
      inCode: inCode || tagName === 'code',
      inLink: inLink || tagName === 'a',
    });
    if (tagName === 'a' && (inLink || !leadsToTheWeb(properties))) return children;
    return [element(tagName, WITH_LINES.includes(tagName) ? withSmallLines(children) : children, properties)];
  });
  return inOne(tidied);
}

/** Where nobody is mentioned, nothing needs to keep an @ from doing it (see escapeMarkdown). */
function text(value: string): Text {
  return { type: 'text', value: value.replaceAll('@\u200b', '@') };
}

function leadsToTheWeb({ href }: Properties): boolean {
  return typeof href === 'string' && /^https?:\/\//iu.test(href) && URL.canParse(href);
}

function element(tagName: string, children: ElementContent[], properties: Properties = {}): Element {
  return { type: 'element', tagName, properties, children };
}

/** Texts that stand beside each other become one. */
function inOne(nodes: readonly ElementContent[]): ElementContent[] {
  const joined: ElementContent[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text') last.value += node.value;
    else joined.push(node);
  }
  return joined;
}

function withSmallLines(children: readonly ElementContent[]): ElementContent[] {
  return linesOf(children).flatMap((line, index) => [...(index === 0 ? [] : [element('br', [])]), ...sized(line)]);
}

function linesOf(children: readonly ElementContent[]): ElementContent[][] {
  const lines: ElementContent[][] = [[]];
  for (const child of children) {
    if (child.type === 'element' && child.tagName === 'br') lines.push([]);
    else lines.at(-1)!.push(child);
  }
  return lines;
}

function sized(line: ElementContent[]): ElementContent[] {
  const [first, ...rest] = line;
  if (first?.type !== 'text' || !first.value.startsWith(SMALL)) return line;
  return [element('small', [{ ...first, value: first.value.slice(SMALL.length) }, ...rest])];
}
