import { afterAll, describe, expect, it } from 'vitest';
import train from '../../commands/train.ts';
import { MAX_CUSTOM_ID, parseCustomId, writeCustomId } from '../../src/chat/invocation.ts';
import type { ExperimentData } from '../../src/chat/own-data.ts';
import { MAX_ALT, MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { sweepAround } from '../../src/chat/sweep-around.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { BUDGET, costOf, stepsThatFit } from '../../src/lab/budget.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { unheard } from '../chat/no-lab.ts';
import { curve } from '../experiments.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

function ask(options: Record<string, string>, progress: (share: number) => void = () => {}) {
  return train.run(options, { commands: [train], lab, signal: new AbortController().signal, ...unheard, progress });
}

/** What each button's custom_id is, by its label. */
function pressed({ buttons }: Reply): Record<string, string> {
  return Object.fromEntries(buttons.map(({ label, sends }) => [label, writeCustomId(sends)]));
}

function dataOf(reply: { data?: unknown }) {
  return reply.data as { experiment: Experiment; verdict: string | null; runs: RunData[] };
}

describe('/train', () => {
  it('alone trains the default with and without decay, over the same five seeds', async () => {
    const shares: number[] = [];
    const reply = await ask({}, (share) => shares.push(share));
    const { experiment, verdict, runs } = dataOf(reply);
    expect(experiment).toMatchObject({ task: 'curve', optimizer: 'sgd', lr: 0.05, wd: 0.01, steps: 3_000, seeds: 5 });
    expect(verdict).toBe('helped');
    expect(runs.map(({ wd, seed }) => [wd, seed])).toEqual([
      ...[1, 2, 3, 4, 5].map((seed) => [0, seed]),
      ...[1, 2, 3, 4, 5].map((seed) => [0.01, seed]),
    ]);
    for (const run of runs) expect(run.train).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
    expect(reply.private).toBe(false);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(reply.pictures).toHaveLength(1);
    const [picture] = reply.pictures;
    expect(isPng(picture!.png)).toBe(true);
    expect(picture!.alt).toContain('Decay helped: validation loss 0.170 → 0.118');
    expect(picture!.alt).toMatch(/no decay: training loss 0\.\d+, validation loss 0\.170/u);
    expect(picture!.alt.length).toBeLessThanOrEqual(MAX_ALT);
  });

  it('offers other decays, its form, its script, with every option that was given', async () => {
    const reply = await ask({ lr: '0,05', wd: '0.02', steps: '30', seeds: '2', hidden: '4' });
    expect(pressed(reply)).toMatchObject({
      'Double decay': 'train?lr=0.05&wd=0.04&steps=30&seeds=2&hidden=4',
      'Halve decay': 'train?lr=0.05&wd=0.01&steps=30&seeds=2&hidden=4',
      'No decay': 'train?lr=0.05&wd=0&steps=30&seeds=2&hidden=4',
      'Change…': 'train?lr=0.05&wd=0.02&task=curve&optimizer=sgd&steps=30&seeds=2&hidden=4',
      'Sweep around here': writeCustomId(sweepAround(0.05, 0.02, { steps: '30', hidden: '4' })),
      PyTorch: 'export?lr=0.05&wd=0.02&steps=30&seeds=2&hidden=4',
    });
    expect(reply.buttons.length).toBeLessThanOrEqual(7);
    expect(reply.buttons.filter(({ opensForm }) => opensForm).map(({ label }) => label)).toEqual(['Change…']);
    for (const field of train.form!) expect(reply.buttons[3]!.sends.options).toHaveProperty(field);
  });

  it('leaves out of a button what is the default anyway, and a decay beyond what is taken', async () => {
    const all = {
      task: 'curve',
      optimizer: 'sgd',
      momentum: '0.9',
      schedule: 'constant',
      batch: 'all',
      activation: 'tanh',
    };
    const reply = await ask({
      ...all,
      lr: '0.001',
      wd: '900',
      steps: '30',
      seeds: '2',
      hidden: '32-32',
      private: 'yes',
    });
    expect(pressed(reply)).not.toHaveProperty('Double decay');
    expect(pressed(reply)).toMatchObject({ 'Halve decay': 'train?lr=0.001&wd=450&steps=30&seeds=2&private=true' });
  });

  it('keeps its buttons however many options are given, within what a button holds', async () => {
    const many = {
      optimizer: 'adamw',
      schedule: 'warmup-cosine',
      batch: '10',
      steps: '20',
      seeds: '2',
      hidden: '16-16',
    };
    const reply = await ask({
      ...many,
      lr: '0.0123',
      wd: '0.0345, 0.345',
      activation: 'relu',
      'decay-biases': 'no',
      private: 'yes',
    });
    expect(Object.keys(pressed(reply))).toEqual(
      expect.arrayContaining(['Double decay', 'Halve decay', 'No decay', 'Change…', 'PyTorch']),
    );
    for (const { label, sends, opensForm = false } of reply.buttons) {
      if (label === 'Sweep around here') continue; // its ranges take more room: a surface leaves out what it cannot hold
      const id = writeCustomId(sends);
      expect(writeCustomId(sends, { opensForm }).length, id).toBeLessThanOrEqual(MAX_CUSTOM_ID);
      expect({ ...parseCustomId(id).options }).toEqual(sends.options);
    }
  });

  it('answers what a button sends as it answers what is typed', async () => {
    const first = await ask({ wd: '0.02', steps: '30', seeds: '2', hidden: '4' });
    const again = await ask({ ...first.buttons[1]!.sends.options });
    const typed = await ask({ wd: '0.01', steps: '30', seeds: '2', hidden: '4' });
    expect(dataOf(again).runs).toEqual(dataOf(typed).runs);
    expect(again.text).toBe(typed.text);
  });

  it('takes a list of wd, compares each with no decay, and starts the buttons from the best', async () => {
    const reply = await ask({ wd: '0.3; 0; 0,003', task: 'ridge', seeds: '3' });
    const { experiment, runs } = dataOf(reply);
    expect(experiment.wd).toEqual([0.3, 0, 0.003]);
    expect([...new Set(runs.map(({ wd }) => wd))]).toEqual([0, 0.003, 0.3]);
    expect(reply.text).toMatch(/- wd 0\.003: .*\n- wd 0\.3: /u);
    expect(reply.buttons[0]!.sends.options['wd']).toBe('0.6');
    expect(pressed(reply)).toMatchObject({
      'Change…': 'train?lr=0.1&wd=0.3%2C+0%2C+0.003&task=ridge&optimizer=sgd&seeds=3',
      PyTorch: 'export?lr=0.1&wd=0.3%2C+0%2C+0.003&task=ridge&seeds=3',
    });
  });

  it('without decay offers some', async () => {
    const reply = await ask({ wd: '0', steps: '30', seeds: '2', hidden: '4' });
    expect(new Set(dataOf(reply).runs.map(({ wd }) => wd))).toEqual(new Set([0]));
    expect(reply.buttons[0]).toMatchObject({ label: 'With decay', sends: { options: { wd: '0.01' } } });
    expect(pressed(reply)).not.toHaveProperty('No decay');
  });

  it('gives no final losses to a run that diverged, but the step', async () => {
    const reply = await ask({ lr: '50', steps: '200', seeds: '2', hidden: '4' });
    const { verdict, runs } = dataOf(reply);
    expect(verdict).toBe('diverged');
    expect(reply.buttons[0]).toMatchObject({ label: 'Halve lr', sends: { options: { lr: '25' } } });
    for (const run of runs) {
      expect(run).toMatchObject({ train: null, validation: null, penalty: null, weightLength: null });
      expect(run.divergedAt).toBeGreaterThan(0);
    }
  });

  it('draws one step of one seed', async () => {
    const reply = await ask({ steps: '1', seeds: '1' });
    expect(isPng(reply.pictures[0]!.png)).toBe(true);
    expect(reply.text).toMatch(/After 1 step training loss/u);
  });

  it('shows the reply to the asker alone when asked to', async () => {
    expect((await ask({ steps: '1', seeds: '1', private: 'yes' })).private).toBe(true);
  });

  it('does not work beyond its budget, and names what would fit', async () => {
    const mistake = ask({ steps: '100000', seeds: '20' });
    await expect(mistake).rejects.toThrow(UserError);
    const times = Math.floor(BUDGET / costOf([curve, { ...curve, wd: 0 }]));
    await expect(mistake).rejects.toThrow(
      new RegExp(
        `that is \\d+ times the work of a plain /train: one request may take ${times} times; steps:\\d+ would fit`,
        'u',
      ),
    );
  });

  it('names the nearest steps only if they do fit', () => {
    for (const seeds of [5, 7, 20]) {
      const asked = [{ ...curve, seeds, steps: 100_000, hidden: [200, 200] }];
      const steps = stepsThatFit(asked);
      expect(costOf(asked.map((experiment) => ({ ...experiment, steps })))).toBeLessThanOrEqual(BUDGET);
      expect(costOf(asked.map((experiment) => ({ ...experiment, steps: Math.ceil(1.2 * steps) })))).toBeGreaterThan(
        BUDGET,
      );
    }
  });

  it('tells of classes how many it named rightly, in words and for each run', async () => {
    const reply = await ask({ task: 'moons', hidden: '12', steps: '600', seeds: '3' });
    expect(reply.text).toMatch(/It named the class of new points rightly for [\d.]+\u00a0% with decay/u);
    for (const run of dataOf(reply).runs) expect(run.accuracy).toBeGreaterThan(0.5);
    expect(reply.pictures[0]!.alt).toContain('the boundaries between the classes');
  });

  it('trains on a file, and brings it back for the buttons below', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i},${Math.sin(i)},${(i * 7) % 11},${3 * i + 5 * Math.sin(3 * i)}`,
    );
    const content = new TextEncoder().encode(`n,s,m,price\n${rows.join('\n')}`);
    const opened: string[] = [];
    const open = async (name: string) => {
      opened.push(name);
      return content;
    };
    const context = { commands: [train], lab, signal: new AbortController().signal, ...unheard, open };
    const reply = await train.run({ csv: 'data/prices.csv', target: 'price', steps: '50', hidden: '4' }, context);
    expect(opened).toEqual(['data/prices.csv']);
    expect(reply.text).toContain('From "prices.csv", 40 rows: 3 features to predict "price", a quantity.');
    expect(reply.files).toEqual([{ name: 'prices.csv', content }]);
    expect((reply.data as { experiment: ExperimentData }).experiment).toMatchObject({
      task: 'csv',
      table: { name: 'prices.csv', rows: 40, target: 'price', classes: null },
    });
    expect(JSON.stringify(reply.data).length).toBeLessThan(10_000);
    const again = await train.run(reply.buttons[0]!.sends.options, context);
    expect(opened.at(-1)).toBe('prices.csv');
    expect(again.text).toContain('40 rows: 3 features to predict "price"');
  });

  it('reads a file before it looks at anything else of it, and tells what is wrong with it', async () => {
    const context = { commands: [train], lab, signal: new AbortController().signal, ...unheard };
    const open = async () => new TextEncoder().encode('x,y\n1,2');
    await expect(train.run({ csv: 'a.csv' }, { ...context, open })).rejects.toThrow(/"a\.csv" has one row of data/u);
    await expect(train.run({ task: 'csv' }, context)).rejects.toThrow(/attach a CSV file as csv/u);
  });
});
