import fc from 'fast-check';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { TaughtAnswer } from '../../src/answers/answer-file.ts';
import { type Knowledge, openKnowledge } from '../../src/answers/knowledge.ts';
import { answer } from '../../src/chat/answer.ts';
import type { Command, MissedQuestion } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { readMessage } from '../../src/chat/message.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { anyCharacter } from '../chat/any-character.ts';
import { unheard } from '../chat/no-lab.ts';
import type { SeenMessage } from '../discord-double/index.ts';
import { startBot, type TestBot } from './bot.ts';

const EPHEMERAL = 64;

let lab: Lab;
let commands: Command[];
let knowledge: Knowledge;
let bot: TestBot;
const missed: MissedQuestion[] = [];
beforeAll(async () => {
  lab = openLab();
  commands = await findCommands(new URL('../../commands/', import.meta.url));
  knowledge = openKnowledge(new URL('../../src/answers/', import.meta.url));
  bot = await startBot(commands, { lab, missed: (question) => missed.push(question) });
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await lab.close();
});

/** Its run takes a fraction of a second, as those of most that train a line do. */
const QUICK = 'lr-times-wd';

function taught(id: string): TaughtAnswer {
  return knowledge.named(id)!;
}

const illustrated = { until: ({ attachments }: SeenMessage) => attachments.length > 0 };
const complete = { until: ({ content }: SeenMessage) => content.includes('**Live**'), timeoutMs: 50_000 };

function ask(question: string, options: { readonly private?: boolean } = {}) {
  return bot.discord.command({ name: 'ask', options: { question, ...options } });
}

function labelsOf({ components = [] }: SeenMessage): string[] {
  const rows = components as readonly { readonly components: readonly { readonly label: string }[] }[];
  return rows.flatMap((row) => row.components.map(({ label }) => label));
}

/** The first of some messages that the finder is so sure of: which that is changes with what it was taught. */
function foundAs(confidence: string, messages: readonly string[]): string {
  const message = messages.find((each) => knowledge.find(each).confidence === confidence);
  if (message === undefined) throw new Error(`none of ${messages.join(', ')} is ${confidence}`);
  return message;
}

const TOGETHER = ['how do wd and lr work together?', 'how do lr and wd combine?', 'lr times wd'];
const VAGUE = [
  'decay',
  'weights',
  'lr',
  'overfitting',
  'should I change the lr or the wd?',
  'regularization',
  'is bigger better?',
];
const ELSEWHERE = ['what is the capital of France?', 'hello', 'How do I bake bread?', 'who won the match yesterday?'];

test('/ask shows the words and the formula first, then adds the chart of a run and what it found', {
  timeout: 120_000,
}, async ({ expect }) => {
  const { title, body, spoken, sources } = taught('what-is-weight-decay');
  const asked = ask('what is weight decay?');
  expect((await asked.acknowledged()).type).toBe(5);

  const first = await asked.message({ until: illustrated.until, timeoutMs: 50_000 });
  expect(first.content).toContain(`**${title}**\n\n${body}`);
  expect(first.content).not.toContain('Live');
  expect(first.attachments).toMatchObject([{ filename: 'formula.png', description: `The formula: ${spoken}` }]);
  const formula = PNG.sync.read(first.attachments[0]!.bytes);
  expect(new Set(formula.data).size).toBeGreaterThan(10);

  const last = await asked.message(complete);
  expect(last.content).toContain(`**${title}**\n\n${body}`);
  expect(last.content).toContain(
    '**Live**, `/train task:curve lr:0.05 wd:0.01`: **Decay helped.** Against the same runs without it, validation loss fell from 0.170 to 0.118',
  );
  for (const { url } of sources) expect(last.content).toContain(`(<${url}>)`);
  const [picture, ...more] = last.attachments;
  expect(more).toEqual([]);
  expect(picture?.filename).toBe('formula-train.png');
  expect(picture?.description).toContain(`The formula: ${spoken}\nChart of`);
  expect(picture?.description).toContain('validation loss 0.170 → 0.118');
  expect(PNG.sync.read(picture!.bytes).height).toBeGreaterThan(formula.height + 500);

  // One message, and whatever was shown of the work stood below the words.
  expect([first.id, last.id]).toEqual([asked.original?.id, asked.original?.id]);
  expect(asked.followUps).toEqual([]);
  for (const { content } of asked.edits.slice(1, -1)) expect(content.startsWith(first.content)).toBe(true);
});

describe('the buttons', () => {
  let message: SeenMessage;
  beforeAll(async () => {
    message = await ask(taught(QUICK).title).message(complete);
  });

  test('offer the run itself, what it would try next, two related answers, and a way back', ({ expect }) => {
    const labels = labelsOf(message);
    const related = taught(QUICK).related.map((id) => taught(id).title);
    expect(labels).toHaveLength(5);
    expect(labels).toEqual(['Run it yourself', expect.anything(), ...related, 'Not what I meant']);
  });

  test('"Run it yourself" makes the message the run, which finds what the answer said it found', async ({ expect }) => {
    const own = await ask(taught(QUICK).title).message(complete);
    const pressed = bot.discord.press({ message: own, label: 'Run it yourself' });
    const run = await pressed.message({ until: ({ content }) => !content.includes(taught(QUICK).body) });
    expect(run.id).toBe(own.id);
    const [finding] = run.content.split('\n\n');
    expect(finding).toMatch(/\d/u);
    expect(own.content).toContain(`\`${taught(QUICK).demo}\`: ${finding}`);
  });

  test('"Not what I meant" offers two others in place, and either answers in place', async ({ expect }) => {
    const own = await ask(taught(QUICK).title).message(complete);
    const pressed = bot.discord.press({ message: own, label: 'Not what I meant' });
    // At once; or right after it, if the answer before it was only just sent.
    expect([6, 7]).toContain((await pressed.acknowledged()).type);
    const offer = await pressed.message();
    expect(offer).toMatchObject({ id: own.id, content: 'Then perhaps one of these?', attachments: [] });
    const labels = labelsOf(offer);
    expect(labels).toHaveLength(2);
    const shown = labelsOf(own);
    for (const label of labels) expect(shown).not.toContain(label);
    const again = bot.discord.press({ message: offer, label: labels[1]! });
    const answered = await again.message({ until: ({ content }) => content.includes('Sources') });
    expect(answered.id).toBe(own.id);
    expect(answered.content.startsWith(`**${labels[1]!.replace('…', '')}`)).toBe(true);
  });

  test('a related answer takes the place of the one before, words first and the chart after', async ({ expect }) => {
    const [id = ''] = taught(QUICK).related;
    const pressed = bot.discord.press({ message, label: taught(id).title });
    const first = await pressed.message({ until: ({ content }) => content.startsWith(`**${taught(id).title}**`) });
    expect(first.content).not.toContain('Live');
    expect(first.attachments.map(({ filename }) => filename)).toEqual(['formula.png']);
    const last = await pressed.message(complete);
    expect(last.content).toContain(taught(id).body);
    expect(last.content).toContain(`\`${taught(id).demo}\``);
    expect([first.id, last.id]).toEqual([message.id, message.id]);
  });

  test('pressed by someone else they answer that one in private', async ({ expect }) => {
    const [, id = ''] = taught(QUICK).related;
    const own = await ask(taught(QUICK).title).message(complete);
    const user = bot.discord.world.person('neighbour');
    const pressed = bot.discord.press({ message: own, label: taught(id).title, user });
    const answered = await pressed.message(illustrated);
    expect(answered.flags! & EPHEMERAL).toBe(EPHEMERAL);
    expect(answered.content).toContain(taught(id).body);
    expect(bot.discord.statesOf(own).at(-1)).toEqual(own);
  });
});

test('asked for in private, the words, the formula and the chart are private', async ({ expect }) => {
  const asked = ask(taught(QUICK).title, { private: true });
  expect((await asked.acknowledged()).flags & EPHEMERAL).toBe(EPHEMERAL);
  expect((await asked.message(illustrated)).flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect((await asked.message(complete)).flags! & EPHEMERAL).toBe(EPHEMERAL);
  expect(asked.followUps).toEqual([]);
});

test('told to leave before the run is through, it leaves the words and the formula', async ({ expect }) => {
  await using leaving = await startBot(commands, { lab, progressEveryMs: 50 });
  const asked = leaving.discord.command({ name: 'ask', options: { question: 'what is weight decay?' } });
  const first = await asked.message(illustrated);
  await leaving.stop({ finishMs: 20, farewellMs: 10_000 });
  expect(asked.original).toMatchObject({ content: first.content, components: first.components });
  expect(asked.original?.attachments.map(({ filename }) => filename)).toEqual(['formula.png']);
  expect(leaving.log().filter(({ level }) => level >= 50)).toEqual([]);
});

test('a slash command, a mention, a menu and a message typed elsewhere get the same words', async ({ expect }) => {
  const question = foundAs('sure', TOGETHER);
  const { discord } = bot;
  const said = discord.say({ content: question, mention: true });
  const other = discord.say({ content: question, user: discord.world.person('ada') });
  const { reply } = await answer(commands, () => readMessage(commands, question), {
    ...unheard,
    lab,
    signal: new AbortController().signal,
  });
  expect(reply.text).toContain(`**${taught(QUICK).title}**`);
  expect(reply.text).toContain('**Live**');
  const [slash, mention, menu] = await Promise.all([
    ask(question).message(complete),
    discord.answerTo(said, complete),
    discord.contextMenu({ name: 'Ask Halflife', message: other }).message(complete),
  ]);
  expect(slash.content).toBe(reply.text);
  expect(mention.content).toBe(reply.text);
  const link = `https://discord.com/channels/${discord.world.guildId}/${other.channel_id}/${other.id}`;
  expect(menu.content).toBe(`-# About [this message](${link})\n${reply.text}`);
  for (const { attachments } of [mention, menu]) {
    expect(attachments[0]?.description).toBe(slash.attachments[0]?.description);
  }
});

describe.for([
  ['unsure', 'offered', VAGUE, 'I think you are asking:'],
  ['lost', 'lost', ELSEWHERE, 'I only know about weight decay'],
] as const)('a question of which it is %s', ([confidence, outcome, messages, words]) => {
  test('gets its reply at once, with buttons to go on', async ({ expect }) => {
    const asked = ask(foundAs(confidence, messages));
    expect(await asked.acknowledged()).toMatchObject({ type: 4, flags: 4 });
    const reply = await asked.message();
    expect(reply.content).toContain(words);
    expect(labelsOf(reply)).toHaveLength(3);
    expect(asked.edits).toHaveLength(1);
  });

  test('is kept with what came near, and without a word of who asked', async ({ expect }) => {
    const { discord } = bot;
    const [user, named] = [discord.world.person('ada'), discord.world.person('grace')];
    const text = foundAs(confidence, messages);
    const before = missed.length;
    await discord.command({ name: 'ask', options: { question: text }, user }).message();
    await discord.answerTo(discord.say({ content: `<@${named.id}> ${text}`, mention: true, user }));
    const message = discord.say({ content: text, user });
    await discord.contextMenu({ name: 'Ask Halflife', message, user: named }).message();
    const nearest = knowledge
      .find(text)
      .ranked.slice(0, 3)
      .map(({ id, score }) => ({ id, score: Number(score.toFixed(3)) }));
    expect(missed.slice(before)).toEqual(Array(3).fill({ text, outcome, nearest }));
    const kept = JSON.stringify(missed);
    for (const { id, username } of [user, named, discord.world.bot]) {
      expect(kept).not.toContain(id);
      expect(kept).not.toContain(username);
    }
  });
});

test('nothing to ask is a private sentence', async ({ expect }) => {
  const told = await ask('\u200b\u2060').message();
  expect(told.content).toMatch(/^question is empty: ask anything/u);
  expect(told.flags! & EPHEMERAL).toBe(EPHEMERAL);
});

describe('while the question is being typed', () => {
  const suggested = (typed: string) =>
    bot.discord.autocomplete({ name: 'ask', options: { question: typed }, focused: 'question' }).choices();

  test('the titles that fit are offered, and a title picked is that answer', async ({ expect }) => {
    const { title } = taught('what-is-weight-decay');
    for (const typed of ['weight dec', 'WHAT IS WEIGHT', 'weigth decay', 'what-is-weight-decay']) {
      expect(await suggested(typed), typed).toContainEqual({ name: title, value: title });
    }
    const all = await suggested('');
    expect(all).toHaveLength(25);
    const titles = knowledge.answers.map((each) => each.title);
    for (const { name, value } of all) expect([titles.includes(name), value]).toEqual([true, name]);
  });

  test.for([
    ['nothing', ''],
    ['spaces', '   '],
    ['a hundred characters and one', 'how do wd and lr work together? '.repeat(4).slice(0, 101)],
    ['as much as Discord takes', 'weight decay '.repeat(500).slice(0, 6_000)],
    ['one endless word', 'x'.repeat(6_000)],
    ['emoji', '🏋️‍♀️📉👨‍👩‍👧‍👦'],
    ['marks of direction', '\u202eyaced thgiew\u202c \u2066\u200f'],
    ['characters that cannot be seen', '\u200b\u2060\ufeff'],
    ['half a character', '\ud83d weight \udc4b'],
    ['syntax', '(*+?[]{}|\\^$.~"\'`<@1> :ping: "-weight" AND OR NOT'],
    ['names of old', '__proto__ constructor hasOwnProperty toString'],
    ['another script', '权重衰减是什么？ ما هو اضمحلال الوزن؟'],
  ] as const)('%s gets a list that Discord takes', async ([, typed], { expect }) => {
    const choices = await suggested(typed);
    expect(choices.length).toBeLessThanOrEqual(25);
    expect(bot.discord.problems).toEqual([]);
  });

  test('whatever is typed gets at most 25 titles of 1 to 100 characters', async ({ expect }) => {
    const words = fc.constantFrom('weight', 'decay', 'lr', 'loss', ' ', '?', '\n', '\u202e');
    const typed = fc.array(fc.oneof(anyCharacter, words), { maxLength: 120 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const choices = await suggested(text);
        expect(choices.length).toBeLessThanOrEqual(25);
        expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
        for (const { name, value } of choices) {
          expect(name).toMatch(/^.{1,100}$/su);
          expect(value).toBe(name);
        }
      }),
      { numRuns: 50 },
    );
    expect(bot.log().filter(({ msg }) => msg === 'suggestions broke')).toEqual([]);
  });
});
