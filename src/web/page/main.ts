import type { Commands } from '../protocol.ts';
import { createConversation } from './conversation.ts';

const answer = await fetch('/api/commands');
const { commands, first } = (await answer.json()) as Commands;
createConversation(document.querySelector<HTMLElement>('#conversation')!, {
  ...{ commands, first },
  ask: () => {},
  press: () => {},
  stop: () => {},
});
