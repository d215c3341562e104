import { z } from 'zod';
import type { TaughtAnswer } from '../src/answers/answer-file.ts';
import { openKnowledge } from '../src/answers/knowledge.ts';
import { type Asked, readQuestion, writeQuestion } from '../src/answers/question.ts';
import { isFromStopping } from '../src/chat/answer.ts';
import { type Context, command, commandNamed } from '../src/chat/command.ts';
import { type Invocation, parseMessage, writeMessage } from '../src/chat/invocation.ts';
import { privateOption, textOption } from '../src/chat/options.ts';
import { plainText } from '../src/chat/plain-text.ts';
import { type Button, MAX_BUTTONS, MAX_LABEL, type Picture, type Reply, say } from '../src/chat/reply.ts';
import { TimeLimitError } from '../src/lab/lab.ts';

const knowledge = openKnowledge(new URL('../src/answers/', import.meta.url));

const OFFERED = 3;
/** Somebody's id, as Discord writes a mention of them: kept of no question. */
const PERSON = /<@[!&]?\d+>/gu;
/** As many titles as Discord shows. */
const SUGGESTED = 25;

const TO_TRY: readonly Button[] = [
  { label: 'How do wd and lr work together?', sends: asking({ kind: 'answer', id: 'lr-times-wd' }) },
  { label: 'Train with and without decay', sends: parseMessage('/train lr:0.05 wd:0.01') },
  { label: 'All that I can do', sends: parseMessage('/help') },
];

const options = z.object({
  question: textOption<Asked>('Your question in your own words, long or short', {
    read: (text) => {
      const words = plainText(text);
      if (words === '') return { wrong: 'is empty: ask anything, such as how do wd and lr work together?' };
      return { value: readQuestion(words, knowledge) };
    },
    write: writeQuestion,
    suggest: (typed) => knowledge.titlesFor(typed, SUGGESTED).map((title) => ({ label: title, value: title })),
  }),
  private: privateOption.default(false),
});

export default command({
  name: 'ask',
  description: 'Ask about weight decay, learning rate and their relatives, in your own words',
  hears: { words: 'question', menu: 'Ask Halflife' },
  options,
  async run({ question, private: hidden }, context) {
    const shown = (reply: Reply): Reply => ({ ...reply, private: hidden });
    switch (question.kind) {
      case 'answer': {
        const answer = knowledge.named(question.id)!;
        const others = knowledge.find(answer.title).ranked.map(({ id }) => id);
        return explain(answer, others, { confidence: 'named' }, shown, context);
      }
      case 'choice':
        return shown(offer(question.ids, 'Then perhaps one of these?', { confidence: 'choice' }));
      case 'words':
        return find(question.text, shown, context);
    }
  },
});

type Shown = (reply: Reply) => Reply;

/** How the answer was found, for scripts. */
interface Finding {
  readonly confidence: string;
  readonly nearest?: readonly { readonly id: string; readonly score: number }[];
}

async function find(text: string, shown: Shown, context: Context): Promise<Reply> {
  const { confidence, ranked } = knowledge.find(text);
  const nearest = ranked.slice(0, OFFERED).map(({ id, score }) => ({ id, score: Number(score.toFixed(3)) }));
  const ids = ranked.map(({ id }) => id);
  const finding: Finding = { confidence, nearest };
  if (confidence === 'sure') return explain(knowledge.named(ids[0]!)!, ids, finding, shown, context);
  context.missed({ text: text.replace(PERSON, '@…'), outcome: confidence === 'unsure' ? 'offered' : 'lost', nearest });
  if (confidence === 'lost') return shown(lost(finding));
  const [first] = ids;
  const guess = `I think you are asking: **${knowledge.named(first!)!.title}**\n\nIf so, press it below; or is it one of the others?`;
  return shown(offer(ids.slice(0, OFFERED), guess, finding));
}

/** The answer and its formula at once; then, in their place, the same with the chart of a run made just now. */
async function explain(
  answer: TaughtAnswer,
  ranked: readonly string[],
  finding: Finding,
  shown: Shown,
  context: Context,
): Promise<Reply> {
  const formula = await drawFormula(answer, context);
  const demo = parseMessage(answer.demo);
  const data = { answer: answer.id, ...finding };
  const itself: Button = { label: 'Run it yourself', sends: demo };
  const onwards = [...answer.related.map(button), notThis(answer, ranked)];
  const first = shown({
    ...say(written(answer, null)),
    pictures: formula,
    buttons: [itself, ...onwards],
    data,
  });
  if (context.demos === false) return first;
  context.show(first);
  const run = await runDemo(demo, context);
  if (run === null) return first;
  return shown({
    text: written(answer, `**Live**, \`${answer.demo}\`: ${run.text.split('\n\n', 1)[0]}`),
    pictures: [...formula, ...run.pictures],
    files: run.files,
    buttons: [itself, ...run.buttons.slice(0, 1), ...onwards],
    private: false,
    data: { ...data, demo: run.data },
  });
}

async function drawFormula({ formula, spoken }: TaughtAnswer, { lab, signal }: Context): Promise<Picture[]> {
  if (formula === null || spoken === null) return [];
  const png = await lab.draw({ kind: 'formula', tex: formula }, { signal });
  return [{ name: 'formula.png', png, alt: `The formula: ${spoken}` }];
}

/** Null where there is no time for it: the answer stands without its proof. */
async function runDemo(demo: Invocation, context: Context): Promise<Reply | null> {
  try {
    return await commandNamed(context.commands, demo).run(demo.options, context);
  } catch (error) {
    if (error instanceof TimeLimitError || isFromStopping(error, context.signal)) return null;
    throw error;
  }
}

function written({ title, body, sources }: TaughtAnswer, live: string | null): string {
  const links = sources.map(({ name, url }) => `[${name}](<${url}>)`).join(' · ');
  return [`**${title}**`, body, ...(live === null ? [] : [live]), `-# Sources: ${links}`].join('\n\n');
}

function offer(ids: readonly string[], text: string, finding: Finding): Reply {
  return { ...say(text), buttons: [...new Set(ids)].slice(0, MAX_BUTTONS).map(button), data: finding };
}

function lost(finding: Finding): Reply {
  const things = TO_TRY.map(({ label, sends }) => `- \`${writeMessage(sends)}\`: ${label}`);
  const text = `I only know about weight decay, learning rate and their relatives, and I cannot tell what in this is about them. Three things I can do:\n${things.join('\n')}`;
  return { ...say(text), buttons: TO_TRY, data: finding };
}

function button(id: string): Button {
  const { title } = knowledge.named(id)!;
  return {
    label: title.length > MAX_LABEL ? `${title.slice(0, MAX_LABEL - 1)}…` : title,
    sends: asking({ kind: 'answer', id }),
  };
}

/** Offers the next best two, those left out that have their own button already. */
function notThis({ id, related }: TaughtAnswer, ranked: readonly string[]): Button {
  const next = ranked.filter((other) => other !== id && !related.includes(other)).slice(0, 2);
  return { label: 'Not what I meant', sends: asking({ kind: 'choice', ids: next }) };
}

function asking(asked: Asked): Invocation {
  return { command: 'ask', options: { question: writeQuestion(asked) } };
}
