import type { CommandInfo } from '../protocol.ts';
import { element } from './elements.ts';

/** What a newcomer sees: what this is, and messages to begin with. */
export function greeting(
  first: readonly string[],
  commands: readonly CommandInfo[],
  ask: (message: string) => void,
): HTMLElement {
  const buttons = first.map((message) => {
    const hint = element('span', { className: 'hint' }, hintFor(message, commands));
    const words = element('span', { className: 'message' }, message);
    return element('button', { type: 'button', onclick: () => ask(message) }, words, hint);
  });
  return element(
    'section',
    { className: 'greeting' },
    element('h2', {}, 'Ask about weight decay and learning rate'),
    element('p', {}, 'I answer, and train a small network in front of you to prove it.'),
    element('div', { className: 'examples' }, ...buttons),
    element('p', { className: 'aside' }, 'Or write your own below: a question in your words, or / for all commands.'),
  );
}

/** A command says itself what it does. */
function hintFor(message: string, commands: readonly CommandInfo[]): string {
  const command = commands.find(({ name }) => message.split(' ')[0] === `/${name}`);
  return command?.description ?? 'A short answer with its formula, and a run made just now that shows it';
}
