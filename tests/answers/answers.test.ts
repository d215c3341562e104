import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAnswer, type TaughtAnswer } from '../../src/answers/answer-file.ts';
import { createTypesetter } from '../../src/charts/formula.ts';
import { rasterise } from '../../src/charts/raster.ts';
import { COLOUR } from '../../src/charts/theme.ts';
import { type Command, commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_LABEL, MAX_TEXT } from '../../src/chat/reply.ts';
import { costOf } from '../../src/lab/budget.ts';
import { type Lab, openLab, type TrainWatch } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { isPng } from '../commands/png.ts';
import { contentOf, findTopics } from './labelled-questions.ts';

const FOLDER = new URL('../../src/answers/', import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'));
const commands = await findCommands(new URL('../../commands/', import.meta.url));
const ask = commands.find(({ name }) => name === 'ask')!;
const train = commands.find(({ name }) => name === 'train')!;
/** Commands that show what an answer says, in seconds. */
const DEMOS = ['train', 'forces', 'step', 'optimizers'];
const typeset = createTypesetter();

function answerIn(file: string): TaughtAnswer {
  return readAnswer(file.replace(/\.md$/u, ''), readFileSync(new URL(file, FOLDER), 'utf8'));
}

test('there is an answer for every topic', (context) => {
  const topics = contentOf(findTopics(), context);
  expect(topics).toHaveLength(36);
  expect(topics.filter((id) => !files.includes(`${id}.md`))).toEqual([]);
});

test('no two have the same title', () => {
  const titles = files.map((file) => answerIn(file).title.toLowerCase());
  expect(titles.filter((title, n) => titles.indexOf(title) !== n)).toEqual([]);
});

/** What nobody should see of a formula: it is heard as words, and read as a picture. */
const TEX = /\\[a-z([]|\$|[_^]\{|\{\w/iu;

describe.for(files)('%s', (file) => {
  test('can be read, its title fits a button, and the answers to go on with exist', () => {
    const { id, title, related } = answerIn(file);
    expect(title.length).toBeLessThanOrEqual(MAX_LABEL);
    for (const other of related) expect(files).toContain(`${other}.md`);
    expect(related).not.toContain(id);
    expect(new Set(related).size).toBe(related.length);
  });

  test('has a formula that can be set at full size, and said without TeX', async () => {
    const { formula, spoken } = answerIn(file);
    if (formula === null) return;
    const { svg, ex } = await typeset(formula);
    expect(ex).toBe(16);
    expect(inkOf(svg)).toBeGreaterThan(1_000);
    expect(spoken).not.toMatch(TEX);
    expect(`The formula: ${spoken}`.length).toBeLessThanOrEqual(MAX_ALT);
  });

  test('links to secure addresses only, that are addresses', () => {
    const { body, sources } = answerIn(file);
    const linked = [
      ...body.matchAll(/\]\(\s*<?(?<url>[^\s>)]*)/gu),
      ...body.matchAll(/(?<url>[a-z]+:\/\/[^\s>)]+)/giu),
    ];
    for (const url of [...sources.map((source) => source.url), ...linked.map(({ groups }) => groups!['url']!)]) {
      expect(URL.canParse(url), url).toBe(true);
      expect(new URL(url).protocol).toBe('https:');
      // They stand as [name](<url>).
      expect(url).not.toMatch(/[<>\s]/u);
    }
    for (const { name } of sources) expect(name).not.toMatch(/[[\]*`|~<>]|\b_/u);
  });

  test('uses no more Markdown than Discord shows everywhere', () => {
    const { title, body } = answerIn(file);
    const prose = body.replace(/```[\s\S]*?```|`[^`\n]*`/gu, '');
    expect(prose).not.toMatch(/^#{1,6}\s|^(?:=+|-{3,})$/mu); // headings, rules
    expect(prose).not.toMatch(/^\s*\|.*\|\s*$|^[\s|:-]*-\|-/mu); // tables
    expect(prose).not.toMatch(/!\[|<\/?[a-z]|&[a-z]+;/iu); // pictures, HTML
    expect(prose).not.toMatch(TEX);
    expect(body).not.toMatch(/\$|@everyone|@here/u);
    expect(body.split('```').length % 2).toBe(1);
    expect(title).not.toMatch(/[*`|~<>$\\]|\b_/u);
  });

  test('demonstrates with a command that takes what it is given, and costs at most 2.5 times a plain /train', async () => {
    const { demo } = answerIn(file);
    const invocation = parseMessage(demo);
    const command = commandNamed(commands, invocation);
    expect(DEMOS).toContain(command.name);
    const plain = costOf(await experimentsOf(train, {}));
    expect(costOf(await experimentsOf(command, invocation.options)) / plain).toBeLessThanOrEqual(2.5);
  });
});

function inkOf(svg: string): number {
  const { pixels } = rasterise(svg, []);
  const [r, g, b] = Buffer.from(COLOUR.ground.slice(1), 'hex');
  let ink = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] !== r || pixels[at + 1] !== g || pixels[at + 2] !== b) ink += 1;
  }
  return ink;
}

/** What a command would train for these options; nothing where it works by hand. */
async function experimentsOf({ run }: Command, options: Readonly<Record<string, string>>): Promise<Experiment[]> {
  const asked: Experiment[] = [];
  const lab: Lab = {
    ...withoutLab().lab,
    train: (experiments) => {
      asked.push(...experiments);
      return Promise.reject(new Error('asked'));
    },
    draw: () => Promise.reject(new Error('asked')),
  };
  await expect(run(options, { ...withoutLab(), lab })).rejects.toThrow('asked');
  return asked;
}

describe('in a live reply', () => {
  let lab: Lab;
  beforeAll(() => {
    lab = openLab();
  });
  afterAll(() => lab.close());

  const trained = new Map<string, Promise<History>>();

  /** The first seed's run, trained for real: once, though many demos compare with the same run without decay. */
  function firstRun(experiment: Experiment, watch: TrainWatch | undefined): Promise<History> {
    const one = { ...experiment, seeds: 1 };
    const { records, forces, noise } = watch ?? {};
    const key = JSON.stringify([one, records, forces, noise]);
    const run = trained.get(key) ?? lab.train([one], watch).then(([histories]) => histories![0]!);
    trained.set(key, run);
    return run;
  }

  /** Takes the first seed's run for every other's: a finding as long as the real one, in a fifth of the time. */
  const quick: Pick<Lab, 'train' | 'draw'> = {
    async train(experiments, watch) {
      const runs = await Promise.all(experiments.map((experiment) => firstRun(experiment, watch)));
      return experiments.map((experiment, n) =>
        Array.from({ length: experiment.seeds }, (_, seed) => ({ ...runs[n]!, experiment, seed: seed + 1 })),
      );
    },
    draw: (chart, watch) => lab.draw(chart, watch),
  };

  test.concurrent.for(files)('of %s the demo runs, and all is within a message', async (file, { expect }) => {
    const { id, demo, formula, body } = answerIn(file);
    const context = { commands, lab: { ...quick, close: lab.close }, signal: new AbortController().signal, ...unheard };
    const reply = await ask.run({ question: id }, context);
    expect(reply.text).toContain(body);
    expect(reply.text).toMatch(/\n\n\*\*Live\*\*, `\/[a-z]+ [^`]+`: \*\*[A-Z\d][^*]+\*\*[\s\S]* \d/u);
    expect(reply.text).toContain(demo);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(reply.pictures.map(({ name }) => name)).toEqual([
      ...(formula === null ? [] : ['formula.png']),
      `${parseMessage(demo).command}.png`,
    ]);
    expect(isPng(reply.pictures.at(-1)!.png)).toBe(true);
    for (const { alt } of reply.pictures) expect(alt.length).toBeLessThanOrEqual(MAX_ALT);
  });
});
