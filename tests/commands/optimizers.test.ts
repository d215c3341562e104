import { afterAll, describe, expect, it } from 'vitest';
import optimizers from '../../commands/optimizers.ts';
import { MAX_CUSTOM_ID, writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { NOISE } from '../findings/optimizers-runs.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

function ask(options: Record<string, string>) {
  return optimizers.run(options, { commands: [optimizers], lab, signal: new AbortController().signal, ...unheard });
}

interface Data {
  readonly experiment: Experiment;
  readonly runs: RunData[];
  readonly noise: typeof NOISE;
  readonly gaps: { readonly plain: number; readonly momentum: number; readonly adam: number };
}

const short = { hidden: '6', steps: '200', seeds: '2' };

describe('/optimizers', () => {
  it('trains the four with the same lr and wd, each beside its runs without decay', async () => {
    const reply = await ask(short);
    const { experiment, runs, noise, gaps } = reply.data as Data;
    expect(experiment).toMatchObject({ lr: 0.02, wd: 0.01, momentum: 0.9 });
    expect(runs.map(({ optimizer, wd, seed }) => [optimizer, wd, seed])).toEqual(
      [
        ['sgd', 0],
        ['adam', 0],
        ['sgd', 0.01],
        ['sgdw', 0.01],
        ['adam', 0.01],
        ['adamw', 0.01],
      ].flatMap(([optimizer, wd]) => [1, 2].map((seed) => [optimizer, wd, seed])),
    );
    expect(new Set(runs.map(({ lr }) => lr))).toEqual(new Set([0.02]));
    expect(noise).toEqual(NOISE);
    expect(gaps.plain).toBeLessThan(1e-12);
    expect(gaps.momentum).toBeGreaterThan(0.01);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(isPng(reply.pictures[0]!.png)).toBe(true);
    expect(reply.pictures[0]!.alt.length).toBeLessThanOrEqual(MAX_ALT);
    expect(reply.private).toBe(false);
  });

  it('offers each by itself, and the four without momentum', async () => {
    const reply = await ask({ ...short, momentum: '0.5', private: 'yes' });
    expect(reply.private).toBe(true);
    expect(reply.buttons.map(({ label, sends }) => [label, writeCustomId(sends)])).toEqual([
      ['Train SGD', 'train?lr=0.02&wd=0.01&momentum=0.5&steps=200&seeds=2&hidden=6&private=true'],
      ['Train SGDW', 'train?lr=0.02&wd=0.01&optimizer=sgdw&momentum=0.5&steps=200&seeds=2&hidden=6&private=true'],
      ['Train Adam', 'train?lr=0.02&wd=0.01&optimizer=adam&steps=200&seeds=2&hidden=6&private=true'],
      ['Train AdamW', 'train?lr=0.02&wd=0.01&optimizer=adamw&steps=200&seeds=2&hidden=6&private=true'],
      ['Without momentum', 'optimizers?lr=0.02&wd=0.01&momentum=0&steps=200&seeds=2&hidden=6&private=true'],
      ['Double decay', 'optimizers?lr=0.02&wd=0.02&momentum=0.5&steps=200&seeds=2&hidden=6&private=true'],
      ['Task ridge', 'optimizers?task=ridge&private=true'],
    ]);
    for (const { sends } of reply.buttons) expect(writeCustomId(sends).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
  });

  it('answers its own button without momentum with SGD and SGDW as one', async () => {
    const first = await ask(short);
    const button = first.buttons.find(({ label }) => label === 'Without momentum')!;
    const { runs } = (await ask({ ...button.sends.options })).data as Data;
    const end = (optimizer: string) =>
      runs.filter((run) => run.optimizer === optimizer && run.wd > 0).map((run) => run.weightLength!);
    for (const [i, length] of end('sgd').entries()) expect(length).toBeCloseTo(end('sgdw')[i]!, 12);
  });

  it('has an lr and a wd for every task with which all four learn', async () => {
    for (const task of ['ridge', 'moons', 'wide']) {
      const reply = await ask({ task, seeds: '1', ...(task === 'moons' && { steps: '200' }) });
      const { runs } = reply.data as Data;
      for (const { divergedAt } of runs) expect(divergedAt).toBeNull();
    }
  });
});

describe('/optimizers with a table of one’s own', () => {
  it('learns from it, brings it back and lets its buttons find it', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i},${(i * 7) % 5},${2 * i + ((i * 3) % 4)}`);
    const content = new TextEncoder().encode(['a,b,y', ...rows].join('\n'));
    const reply = await optimizers.run(
      { ...short, csv: 'points.csv' },
      {
        commands: [optimizers],
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

describe('/optimizers tells in one exact sentence what is wrong with', () => {
  const NUMBER = 'a number is needed, such as 0.01 or 1e-3';
  it.each<[Record<string, string>, string]>([
    [{ wd: '0' }, 'wd is "0": it must be more than 0; try 0.01 or 1e-3'],
    [{ wd: 'ten' }, `wd is "ten": ${NUMBER}`],
    [{ wd: 'NaN' }, `wd is "NaN": ${NUMBER}`],
    [{ wd: '\u200b\u202e' }, `wd is empty: ${NUMBER}`],
    [{ wd: '-1e309' }, 'wd is "-1e309": it cannot be negative; try 0.01 or 1e-3'],
    [{ wd: '1e309' }, 'wd is "1e309": too large, at most 1000 works; try 0.01 or 1e-3'],
    [{ wd: '**1**' }, `wd is "\\*\\*1\\*\\*": ${NUMBER}`],
    [{ lr: '@everyone' }, 'lr is "@\u200beveryone": a number is needed, such as 0.05 or 1e-3'],
    [{ lr: 'x'.repeat(10_000) }, `lr is "${'x'.repeat(40)}…": a number is needed, such as 0.05 or 1e-3`],
    [{ momentum: '0', nesterov: 'yes' }, 'nesterov needs momentum above 0, such as momentum:0.9'],
  ])('%j', async (options, sentence) => {
    const mistake = optimizers.run(options, withoutLab()).catch((error: unknown) => error);
    expect(await mistake).toBeInstanceOf(UserError);
    expect(((await mistake) as UserError).message).toBe(sentence);
  });

  it('an optimizer, of which it takes all', async () => {
    const mistake = optimizers.run({ optimizer: 'adam' }, withoutLab());
    await expect(mistake).rejects.toThrow(/^\/optimizers has no option "optimizer"/u);
  });

  it('too much work, naming what fits', async () => {
    const mistake = optimizers.run({ steps: '100000', seeds: '20', hidden: '128-128' }, withoutLab());
    await expect(mistake).rejects.toThrow(/times the work of a plain \/train: .* would fit/u);
  });
});
