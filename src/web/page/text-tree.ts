import type { ElementContent, RootContent } from 'hast';
import { element } from './elements.ts';

const ELEMENTS = [
  ...(['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'small', 'a'] as const),
  ...(['ul', 'ol', 'li', 'blockquote'] as const),
];

const HEADINGS: readonly string[] = ['h1', 'h2', 'h3'];

/** How many characters of code fit on a line of a phone: as many are never parted. */
const SHORT_CODE = 28;

/** A part of a reply's text as it stands on the page. Of an element that is not among them only what is in it is made. */
export function textNode(node: RootContent | ElementContent): Node {
  if (node.type === 'text') return document.createTextNode(node.value);
  if (node.type !== 'element') return document.createDocumentFragment();
  const made = emptyElement(node.tagName, node.properties);
  made.append(...node.children.map(textNode));
  if (node.tagName === 'code') (made as HTMLElement).classList.toggle('short', made.textContent!.length <= SHORT_CODE);
  return made;
}

function emptyElement(tagName: string, properties: Readonly<Record<string, unknown>>): HTMLElement | DocumentFragment {
  const name = ELEMENTS.find((each) => each === tagName);
  if (name === 'a') return link(String(properties['href'] ?? ''));
  if (name === 'ol') return element('ol', { start: Number(properties['start'] ?? 1) });
  // What is too wide scrolls, and what scrolls has to be reached with the keyboard.
  if (name === 'pre') return element('pre', { tabIndex: 0 });
  if (name !== undefined) return element(name);
  // Below the heading that the turn has.
  return HEADINGS.includes(tagName) ? element('h3') : document.createDocumentFragment();
}

/** Words alone where the address is not one of the web. */
function link(href: string): HTMLElement {
  const { protocol } = URL.parse(href) ?? { protocol: null };
  if (protocol !== 'https:' && protocol !== 'http:') return element('span');
  return element('a', { href, target: '_blank', rel: 'noopener noreferrer' });
}
