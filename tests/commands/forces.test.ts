import { afterAll, describe, expect, it } from 'vitest';
import forces from '../../commands/forces.ts';
import { MAX_CUSTOM_ID, writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

function ask(options: Record<string, string>) {
  return forces.run(options, { commands: [forces], lab, signal: new AbortController().signal, ...unheard });
}

function dataOf(reply: { data?: unknown }) {
  return reply.data as { experiment: Experiment; verdict: string; runs: RunData[]; seed: number | null };
}

const short = { hidden: '6', steps: '300', seeds: '2' };

describe('/forces', () => {
  it('alone shows that weights grow against decay, and that push and pull balance', async () => {
    const reply = await ask({});
    const { experiment, verdict, runs, seed } = dataOf(reply);
    expect(experiment).toMatchObject({ task: 'curve', optimizer: 'sgd', wd: 0.01, steps: 3_000, seeds: 5 });
    expect(verdict).toBe('settled');
    expect(runs.map((run) => [run.wd, run.seed])).toEqual(
      [0, 0.01].flatMap((wd) => [1, 2, 3, 4, 5].map((each) => [wd, each])),
    );
    expect([1, 2, 3, 4, 5]).toContain(seed);
    expect(reply.text).toMatch(/^\*\*\d+ of 1,153 weights grew although decay pulled every one of them toward zero/u);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    const [picture] = reply.pictures;
    expect(isPng(picture!.png)).toBe(true);
    expect(picture!.alt).toContain('of 1,153 weights grew; push and pull now balance');
    expect(picture!.alt.length).toBeLessThanOrEqual(MAX_ALT);
    expect(reply.buttons.map(({ label, sends }) => [label, writeCustomId(sends)])).toEqual([
      ['Double decay', 'forces?lr=0.05&wd=0.02'],
      ['Halve decay', 'forces?lr=0.05&wd=0.005'],
      ['Task ridge', 'forces?task=ridge'],
      ['Train it', 'train?lr=0.05&wd=0.01'],
    ]);
    expect(reply.private).toBe(false);
  });

  it('shows the seed asked for, and trains as many as that takes', async () => {
    const { seeds: _, ...rest } = short;
    const reply = await ask({ ...rest, seed: '7' });
    expect(dataOf(reply).seed).toBe(7);
    expect(dataOf(reply).experiment.seeds).toBe(7);
    expect(reply.buttons[0]!.sends.options).toMatchObject({ seed: '7' });
  });

  it('of a run that diverged says so and draws nothing', async () => {
    const reply = await ask({ ...short, lr: '50' });
    expect(dataOf(reply)).toMatchObject({ verdict: 'diverged', seed: null });
    expect(reply.pictures).toEqual([]);
    expect(reply.buttons.map(({ label }) => label)).toEqual(['Halve lr', 'Halve decay', 'Task ridge', 'Train it']);
  });

  it('without decay offers some, and trains once', async () => {
    const reply = await ask({ ...short, wd: '0', private: 'yes' });
    expect(dataOf(reply).verdict).toBe('no-decay');
    expect(dataOf(reply).runs).toHaveLength(2);
    expect(reply.private).toBe(true);
    expect(reply.buttons[0]).toMatchObject({
      label: 'With decay',
      sends: { options: { wd: '0.01', private: 'true' } },
    });
  });

  it('offers what calms weights that do not rest yet', async () => {
    const adam = await ask({ ...short, optimizer: 'adam', steps: '60' });
    expect(adam.buttons).toContainEqual(
      expect.objectContaining({ label: 'With a falling lr', sends: expect.objectContaining({ command: 'forces' }) }),
    );
    const early = await ask({ ...short, steps: '60' });
    const more = early.buttons.find(({ label }) => label === '5 times the steps');
    expect(more!.sends.options).toMatchObject({ steps: '300' });
  });

  it('answers what its buttons send, each within what a button holds', async () => {
    const many = {
      optimizer: 'adamw',
      schedule: 'warmup-cosine',
      batch: '10',
      'decay-biases': 'no',
      activation: 'relu',
    };
    const reply = await ask({ ...short, ...many, lr: '0.0123', wd: '0.0345', seed: '2', private: 'yes' });
    expect(reply.buttons.length).toBeGreaterThan(2);
    for (const { sends } of reply.buttons) expect(writeCustomId(sends).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
    const again = await ask({ ...reply.buttons[1]!.sends.options });
    expect(dataOf(again).experiment.wd).toBe(0.0345 / 2);
  });
});

describe('/forces with a table of one’s own', () => {
  it('learns from it, brings it back and lets its buttons find it', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i},${(i * 7) % 5},${2 * i + ((i * 3) % 4)}`);
    const content = new TextEncoder().encode(['a,b,y', ...rows].join('\n'));
    const reply = await forces.run(
      { ...short, csv: 'points.csv' },
      {
        commands: [forces],
        lab,
        signal: new AbortController().signal,
        ...unheard,
        open: async () => content,
      },
    );
    expect(reply.text).toContain('From "points.csv", 12 rows');
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(reply.files).toEqual([{ name: 'points.csv', content }]);
    expect(reply.buttons[0]!.sends.options).toMatchObject({ csv: 'points.csv' });
    expect(JSON.stringify(reply.data)).not.toContain('"values"');
  });
});

describe('/forces tells in one exact sentence what is wrong with', () => {
  const NUMBER = 'a number is needed, such as 0.01 or 1e-3';
  it.each<[Record<string, string>, string]>([
    [{ wd: 'ten' }, `wd is "ten": ${NUMBER}`],
    [{ wd: 'Infinity' }, `wd is "Infinity": ${NUMBER}`],
    [{ wd: '' }, `wd is empty: ${NUMBER}`],
    [{ wd: '\u200b' }, `wd is empty: ${NUMBER}`],
    [{ wd: '1e309' }, 'wd is "1e309": too large, at most 1000 works; try 0.01 or 1e-3'],
    [{ wd: '-1' }, 'wd is "-1": it cannot be negative; try 0.01 or 1e-3'],
    [{ wd: '0.1, 0.2' }, `wd is "0.1, 0.2": ${NUMBER}`],
    [{ wd: '@everyone' }, `wd is "@\u200beveryone": ${NUMBER}`],
    [{ wd: `\u202e${'9'.repeat(10_000)}x` }, `wd is "${'9'.repeat(40)}…": ${NUMBER}`],
    [{ seed: '0' }, 'seed is "0": too small, at least 1 works; try 1'],
    [{ seed: '21' }, 'seed is "21": too large, at most 20 works; try 1'],
    [{ seed: '1.5' }, 'seed is "1.5": a whole number is needed, such as 1'],
    [{ seed: '`1`' }, 'seed is "\\`1\\`": a number is needed, such as 1'],
    [
      { seed: '4', seeds: '2' },
      'seed is 4, but seeds is 2, which trains seeds 1 to 2: try seeds:4, or leave seeds out',
    ],
    [{ sead: '1' }, '/forces has no option "sead": did you mean seed?'],
  ])('%j', async (options, sentence) => {
    const mistake = forces.run(options, withoutLab()).catch((error: unknown) => error);
    expect(await mistake).toBeInstanceOf(UserError);
    expect(((await mistake) as UserError).message).toBe(sentence);
  });

  it('too much work, naming what fits', async () => {
    const mistake = forces.run({ steps: '100000', seeds: '20', hidden: '128-128' }, withoutLab());
    await expect(mistake).rejects.toThrow(/times the work of a plain \/train: .* would fit/u);
  });
});
