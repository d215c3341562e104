import { z } from 'zod';
import packageFile from '../package.json' with { type: 'json' };
import { readAnswers } from '../src/answers/library.ts';
import { command } from '../src/chat/command.ts';
import { lasting } from '../src/chat/lasting.ts';
import { privateOption } from '../src/chat/options.ts';
import { type Reply, say } from '../src/chat/reply.ts';
import { count } from '../src/findings/figures.ts';
import { RETENTION } from '../src/store/store.ts';

const KNOWN = readAnswers(new URL('../src/answers/', import.meta.url)).length;

/** The libraries that people ask about, by the names they go by: what talks, draws, sets formulas, and checks. */
const LIBRARIES = {
  'discord.js': 'discord.js',
  'vega-lite': 'Vega-Lite',
  '@mathjax/src': 'MathJax',
  zod: 'Zod',
} as const;

export default command({
  name: 'about',
  description: 'What Halflife is, where its numbers come from, and what it keeps',
  options: z.object({ private: privateOption.default(true) }),
  async run({ private: hidden }, { commands }): Promise<Reply> {
    const text = [
      `**Halflife ${packageFile.version}** explains how weight decay (wd) and learning rate (lr) work together, and proves it by ` +
        'training small networks in front of you. Its name is the number that ties the two: the steps in which decay alone ' +
        'halves a weight, about 0.693/(lr·wd).',
      '**Where its numbers come from.** Every reply trains its networks anew, in 64-bit floating point, from data and starts ' +
        'that its seeds decide: the same request gives the same numbers, to the last bit. PyTorch gives them too from the same ' +
        'data and start; tests hold the two together to a relative 1e-9, and `/export` hands you a script to see for yourself.',
      `**What it knows.** ${count(KNOWN)} answers, written beforehand with their sources and found by your ` +
        `words, never made up on the spot; and ${count(commands.length)} commands, which \`/help\` lists.`,
      `**What it keeps.** Your finished runs, for ${lasting(RETENTION.experiment)} and for you alone, so that \`/history\` lists them; ` +
        'questions that it could not answer straight away, with nothing of who asked. Files you attach are read and not kept. ' +
        '`/privacy` tells all of it, `/forget` deletes what is yours.',
      `**What it is made of.** Node ${process.versions.node}, ${libraries()}; ` +
        `free software, under the ${packageFile.license} licence.`,
    ].join('\n\n');
    return {
      ...say(text, { private: hidden }),
      buttons: [{ label: 'What can I ask?', sends: { command: 'help', options: {} } }],
    };
  },
});

function libraries(): string {
  const names = Object.keys(LIBRARIES) as (keyof typeof LIBRARIES)[];
  return names.map((name) => `${LIBRARIES[name]} ${packageFile.dependencies[name]}`).join(', ');
}
