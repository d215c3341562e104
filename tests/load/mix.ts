import { readLibrary } from '../../src/answers/library.ts';
import { type Invocation, parseMessage } from '../../src/chat/invocation.ts';
import { randomStream } from '../../src/training/random.ts';

/** What people do, each kind with how many of a hundred do it. */
const SHARES = { train: 30, ask: 24, step: 16, help: 8, press: 10, mention: 6, mistake: 5, sweep: 1 } as const;

export type Kind = keyof typeof SHARES;

/** One thing that somebody is about to do: a command with its options, words to the bot, or a press of a button. */
export type Wish =
  | { readonly kind: Typed; readonly asks: Invocation }
  | { readonly kind: 'mention'; readonly says: string }
  | { readonly kind: 'press' };

type Typed = Exclude<Kind, 'mention' | 'press'>;

export type Choices = Readonly<Record<Typed, readonly Invocation[]>>;

const { questions } = readLibrary(new URL('../../src/answers/', import.meta.url));
const QUESTIONS = questions.filter((_, index) => index % 9 === 0).map(({ text }) => text);

const COMMON = {
  ask: QUESTIONS.map((question) => ({ command: 'ask', options: { question } })),
  step: ['/step', '/step lr:0.3 wd:0.5', '/step step:4', '/step lr:1.5', '/step wd:0 step:10'].map(parseMessage),
  help: ['/help', '/help command:train', '/help command:sweep'].map(parseMessage),
  mistake: ['/train lr:banana', '/train wd:-1', '/sweep lrs:0', '/step lr:banana', '/help command:dance'].map(
    parseMessage,
  ),
};

/** As a class asks: the usual runs, small ones of their own, a map now and then. */
export const USUAL: Choices = {
  ...COMMON,
  train: [
    '/train',
    '/train lr:0.05 wd:0.01',
    '/train task:ridge',
    '/train steps:300 seeds:3',
    '/train task:ridge lr:0.02 wd:0.5',
    '/train steps:200 wd:0.03',
  ].map(parseMessage),
  sweep: ['/sweep seeds:1 steps:300 lrs:0.01, 0.03, 0.1 wds:0, 0.01, 0.1'].map(parseMessage),
};

/** The same in small, to have many of them in some minutes. */
export const LIGHT: Choices = {
  ...COMMON,
  train: ['/train steps:60 seeds:2', '/train task:ridge seeds:2 steps:50', '/train steps:80 seeds:1 wd:0.1'].map(
    parseMessage,
  ),
  sweep: ['/sweep seeds:1 steps:40 lrs:0.01, 0.03, 0.1 wds:0, 0.01, 0.1'].map(parseMessage),
};

/** So many wishes in random order, the same for the same seed. */
export function wishes(count: number, choices: Choices, seed = 1): Wish[] {
  const random = randomStream(seed, 'data');
  const kinds = Object.entries(SHARES).flatMap(([kind, share]) => Array<Kind>(share).fill(kind as Kind));
  const order = Int32Array.from({ length: count }, (_, index) => index);
  random.shuffle(order);
  return [...order].map((index) => {
    const kind = kinds[Math.floor((index * kinds.length) / count)]!;
    const one = <Of>(of: readonly Of[]): Of => of[Math.floor(random.uniform() * of.length)]!;
    if (kind === 'press') return { kind };
    return kind === 'mention' ? { kind, says: one(QUESTIONS) } : { kind, asks: one(choices[kind]) };
  });
}
