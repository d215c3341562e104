import { z } from 'zod';
import { command } from '../src/chat/command.ts';
import { lasting } from '../src/chat/lasting.ts';
import { type Button, type Reply, say } from '../src/chat/reply.ts';
import { count } from '../src/findings/figures.ts';
import { MOST_EXPERIMENTS } from '../src/store/experiments.ts';
import { RETENTION } from '../src/store/store.ts';

const HISTORY: Button = { label: 'My last runs', sends: { command: 'history', options: {} } };
const FORGET: Button = { label: 'Forget mine', sends: { command: 'forget', options: {} } };

export default command({
  name: 'privacy',
  description: 'What is kept of you, why, for how long, and how to have it deleted',
  secret: true,
  options: z.object({}),
  examples: ['/privacy'],
  async run(_, { memory }): Promise<Reply> {
    const runs = (await memory.past({ most: MOST_EXPERIMENTS })).length;
    const text = [
      `**What I remember of you: ${countOf(runs)}.** Of each the message that asked for it, in which server, when it ended, its ` +
        'verdict and a line of its numbers, so that `/history` can list it and run it again. Only the newest ' +
        `${count(MOST_EXPERIMENTS)} are kept, for ${lasting(RETENTION.experiment)} or until you use \`/forget\`, and shown to ` +
        'nobody but you.',
      '**Who ran them** is kept as a hash of your id, from which I know you again and nobody can read your name.',
      `**What you ask** is kept until it is answered, ${lasting(RETENTION.request)} at most, with your id and where the answer ` +
        'goes, so that a restart does not lose it; then it is deleted.',
      `**Questions that I could not answer** straight away are kept for ${lasting(RETENTION.missed)}, without who asked, so ` +
        'that whoever writes the answers sees what is missing: the text, the time, the nearest answers. Nobody can tell ' +
        'which were yours, so `/forget` leaves them; whoever runs this bot can turn it off.',
      '**Of a server** I keep its `/settings` until I am removed from it.',
      '**Not kept**: your name, files that you attach, pictures and replies, and whatever is not said to me. What a ' +
        'conversation shows stays where you see it.',
      '**Where**: on this bot’s machine, or in the database that whoever runs it has chosen. Nothing is passed on.',
    ].join('\n\n');
    return {
      ...say(text, { private: true }),
      buttons: runs === 0 ? [] : [FORGET, HISTORY],
      data: { runs, retention: RETENTION },
    };
  },
});

function countOf(runs: number): string {
  if (runs === 0) return 'nothing yet';
  return runs === 1 ? 'one run' : `${count(runs)} runs`;
}
