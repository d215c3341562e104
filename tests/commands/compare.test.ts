import { afterAll, describe, expect, it } from 'vitest';
import compare from '../../commands/compare.ts';
import train from '../../commands/train.ts';
import { type Command, commandNamed } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { MAX_CUSTOM_ID, parseCustomId, parseMessage, writeCustomId, writeMessage } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_LABEL, MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

const commands = await findCommands(new URL('../../commands/', import.meta.url));

const SHORT = { steps: '60', seeds: '4', hidden: '4' };

function ask(options: Record<string, string>, command: Command = compare): Promise<Reply> {
  return command.run(options, { commands, lab, signal: new AbortController().signal, ...unheard });
}

/** What is told of a mistake; nothing was trained for it. */
async function mistake(options: Record<string, string>): Promise<string> {
  const error: unknown = await compare.run(options, withoutLab()).catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.message;
  throw error;
}

interface Data {
  readonly experiment: { readonly a: Experiment; readonly b: Experiment };
  readonly verdict: string;
  readonly difference: { ratio: number | null; low: number | null; high: number | null; lowerIn: number; of: number };
  readonly runs: readonly (RunData & { readonly setting: string })[];
}

function dataOf({ data }: Reply): Data {
  return data as Data;
}

function ends({ runs }: Data, setting: string): number[] {
  return runs.filter((run) => run.setting === setting).map(({ validation }) => validation!);
}

describe('/compare', () => {
  it('says which of two settings validates better, how surely, and shows both', async () => {
    const reply = await ask({ a: 'no decay', b: 'wd 0.667', task: 'ridge' });
    const data = dataOf(reply);
    expect(data.verdict).toBe('b-better');
    expect(reply.text).toMatch(/^\*\*wd 0\.667 \(B\) validates better than no decay \(A\)\.\*\* /u);
    expect(reply.text).toMatch(
      /probably between \d+\s% and \d+\s% lower \(95\s% interval of the mean\)\. The interval leaves out zero/u,
    );
    expect(reply.text).toMatch(/predicting the mean scores/u);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    const [picture] = reply.pictures;
    expect(isPng(picture!.png)).toBe(true);
    expect(picture!.alt).toMatch(/A: no decay: training loss .*B: wd 0\.667: training loss/u);
    expect(picture!.alt.length).toBeLessThanOrEqual(MAX_ALT);
    expect(reply.private).toBe(false);
  });

  it('pairs them over the same seeds, ten unless told otherwise, and tells scripts the paired difference', async () => {
    const data = dataOf(await ask({ a: 'no decay', b: 'wd 0.667', task: 'ridge' }));
    const [a, b] = [ends(data, 'a'), ends(data, 'b')];
    expect([a.length, b.length, data.difference.of]).toEqual([10, 10, 10]);
    const ratios = b.map((loss, index) => loss / a[index]!);
    const typical = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
    expect(data.difference.ratio).toBeCloseTo(typical, 12);
    expect(data.difference.low).toBeLessThan(typical);
    expect(data.difference.high).toBeGreaterThan(typical);
    expect(data.difference.lowerIn).toBe(ratios.filter((ratio) => ratio < 1).length);
  });

  it('trains each of the two as /train does', async () => {
    const { runs } = dataOf(await ask({ ...SHORT, a: 'lr 0.01 wd 0.1 adamw', b: 'momentum 0.5' }));
    const alone = (options: Record<string, string>) => ask({ ...SHORT, ...options }, train);
    const ofA = (await alone({ lr: '0.01', wd: '0.1', optimizer: 'adamw' })).data as { runs: RunData[] };
    const ofB = (await alone({ momentum: '0.5' })).data as { runs: RunData[] };
    const validations = (all: readonly RunData[], wd: number) =>
      all.filter((run) => run.wd === wd).map(({ validation }) => validation);
    expect(runs.filter(({ setting }) => setting === 'a').map(({ validation }) => validation)).toEqual(
      validations(ofA.runs, 0.1),
    );
    expect(runs.filter(({ setting }) => setting === 'b').map(({ validation }) => validation)).toEqual(
      validations(ofB.runs, 0.01),
    );
    // Beside each, the same seeds without its decay.
    expect(runs.filter(({ setting }) => setting === 'without decay').map(({ validation }) => validation)).toEqual([
      ...validations(ofA.runs, 0),
      ...validations(ofB.runs, 0),
    ]);
  });

  it('trains nothing twice: no twin where one of the two is without decay, one where both have the same', async () => {
    const twins = async (a: string, b: string) => {
      const { runs } = dataOf(await ask({ ...SHORT, a, b }));
      return runs.filter(({ setting }) => setting === 'without decay').length;
    };
    expect(await twins('no decay', 'wd 0.1')).toBe(0);
    expect(await twins('wd 0.01', 'wd 0.1')).toBe(4);
    expect(await twins('wd 0.01', 'wd 0.1 no decay-biases')).toBe(4);
    expect(await twins('lr 0.01', 'lr 0.1')).toBe(8);
  });

  it('alone compares the default with another optimizer; one setting alone with the default', async () => {
    const optimizers = async (options: Record<string, string>) => {
      const { a, b } = dataOf(await ask({ ...SHORT, ...options })).experiment;
      return [a.optimizer, b.optimizer];
    };
    expect(await optimizers({})).toEqual(['sgd', 'adamw']);
    expect(await optimizers({ a: 'adam' })).toEqual(['adam', 'sgd']);
    expect(await optimizers({ b: 'sgdw' })).toEqual(['sgd', 'sgdw']);
  });

  it('takes what is said for both, and lets a’s and b’s own words win', async () => {
    const { a, b } = dataOf(
      await ask({
        a: 'adamw',
        b: 'lr 0.2',
        lr: '0.1',
        wd: '0.5',
        momentum: '0.5',
        steps: '30',
        hidden: '4',
        seeds: '3',
      }),
    ).experiment;
    expect(a).toMatchObject({ optimizer: 'adamw', lr: 0.1, wd: 0.5, momentum: 0, steps: 30, hidden: [4], seeds: 3 });
    expect(b).toMatchObject({ optimizer: 'sgd', lr: 0.2, wd: 0.5, momentum: 0.5, steps: 30, hidden: [4], seeds: 3 });
  });

  it('takes task and seeds from either, for both', async () => {
    const { a, b } = dataOf(await ask({ a: 'ridge steps 20', b: '3 seeds' })).experiment;
    expect([a.task, b.task, a.seeds, b.seeds]).toEqual(['ridge', 'ridge', 3, 3]);
  });

  it('has two lines to tell apart where neither has decay', async () => {
    const reply = await ask({ ...SHORT, a: 'no decay', b: 'no decay lr 0.01' });
    expect(reply.text).toContain('lr 0.05 (A)');
    expect(isPng(reply.pictures[0]!.png)).toBe(true);
  });

  it.each([
    [{ a: 'adamw', b: 'adamw' }],
    [{ b: 'default' }],
    [{ a: 'momentum 0.9', b: 'default' }],
    [{ a: 'adamw', b: 'adamw', wd: '0' }],
    [{ a: 'lr 0.05, wd 0.01', b: 'momentum 0.9' }],
    [{ a: 'no decay', b: 'no decay no decay-biases' }],
    [{ task: 'ridge', a: 'relu', b: 'tanh' }],
  ])('says so kindly where both are the same: %j', async (options) => {
    const reply = await compare.run(options, withoutLab());
    expect(reply.text).toMatch(/^\*\*A and B are the same experiment\*\*: /u);
    for (const { sends } of reply.buttons.slice(1)) {
      const again = await compare.run({ ...sends.options }, withoutLab()).catch((error: unknown) => error);
      // It came as far as the lab.
      expect(again, writeMessage(sends)).toMatchObject({ message: 'nothing should have been asked of the lab' });
    }
  });

  it('shows the reply to the asker alone when asked to', async () => {
    expect((await ask({ ...SHORT, steps: '2', private: 'yes' })).private).toBe(true);
  });

  it('says one seed cannot tell, and offers twenty', async () => {
    const reply = await ask({ ...SHORT, steps: '5', seeds: '1' });
    expect(reply.text).toMatch(/^\*\*1 seed cannot tell/u);
    expect(reply.buttons[0]).toMatchObject({ label: '20 seeds', sends: { options: { seeds: '20' } } });
  });
});

describe('the buttons under a comparison', () => {
  it('train one of the two as a run of its own, change both, and go on', async () => {
    const reply = await ask({ ...SHORT, a: 'lr 0.01 adamw', b: 'no decay', private: 'yes' });
    const sent = Object.fromEntries(reply.buttons.map(({ label, sends }) => [label, writeCustomId(sends)]));
    expect(sent).toMatchObject({
      'Train A': 'train?lr=0.01&wd=1&optimizer=adamw&steps=60&seeds=4&hidden=4&private=true',
      'Train B': 'train?lr=0.05&wd=0&steps=60&seeds=4&hidden=4&private=true',
      'Change…': 'compare?A=lr+0.01+adamw&B=wd+0&steps=60&seeds=4&hidden=4&private=true',
      'PyTorch of A': 'export?lr=0.01&wd=1&optimizer=adamw&steps=60&seeds=4&hidden=4&private=true',
      'PyTorch of B': 'export?lr=0.05&wd=0&steps=60&seeds=4&hidden=4&private=true',
    });
    expect(reply.buttons.length).toBeLessThanOrEqual(7);
    for (const { label, sends, opensForm = false } of reply.buttons) {
      expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
      expect(writeCustomId(sends, { opensForm }).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
      const { command, options } = parseCustomId(writeCustomId(sends));
      expect({ command, options: { ...options } }).toEqual(sends);
      expect(parseMessage(writeMessage(sends)).options).toEqual(options);
      expect(commandNamed(commands, sends).options.safeParse({ ...options }).success, label).toBe(true);
    }
  });

  it('send the same comparison, which says the same', async () => {
    const options = { ...SHORT, a: 'lr=0,01; AdamW', b: 'weight decay 0.1', wd: '0.2', nesterov: 'yes' };
    const reply = await ask(options);
    const again = reply.buttons.find(({ opensForm }) => opensForm)!;
    expect((await ask({ ...again.sends.options })).text).toBe(reply.text);
  });
});

describe('/compare tells in one exact sentence what is wrong:', () => {
  const ZWSP = '\u200b';
  it.each([
    [{ a: 'lr ten' }, 'a says lr is "ten": a number is needed, such as 0.05 or 1e-3'],
    [{ b: 'adanw' }, 'b says "adanw": did you mean adamw?'],
    [{ a: '' }, 'a is empty: settings are needed, such as lr 0.05 wd 0.01 adamw'],
    [{ a: `${ZWSP}` }, 'a is empty: settings are needed, such as lr 0.05 wd 0.01 adamw'],
    [{ a: 'wd -1' }, 'a says wd is "-1": it cannot be negative; try 0.01 or 1e-3'],
    [{ wd: '1e309' }, 'wd is "1e309": too large, at most 1000 works; try 0.01 or 1e-3'],
    [{ lr: '0' }, 'lr is "0": it must be more than 0; try 0.05 or 1e-3'],
    [
      { a: 'adam momentum 0.9' },
      'a: momentum does not go with adam, which has its own β₁ = 0.9: it belongs to sgd or sgdw',
    ],
    [{ b: 'nesterov momentum 0' }, 'b: nesterov needs momentum above 0, such as momentum:0.9'],
    [{ b: 'batch 50' }, 'b: batch is 50: curve has 20 training points, so it can be at most 20, or all'],
    [
      { a: 'ridge', b: 'curve' },
      'task is ridge and curve: a and b are compared seed by seed on the same data, so both need the same task',
    ],
    [
      { a: '5 seeds', seeds: '10' },
      'seeds is 5 and 10: a and b are compared seed by seed on the same data, so both need the same seeds',
    ],
  ])('%j', async (options, sentence) => {
    expect(await mistake(options)).toBe(sentence);
  });

  it.each([
    ['@everyone', `a says "@${ZWSP}everyone": it can be`],
    ['**adamw**', 'a says "\\*\\*adamw\\*\\*": '],
    ['\u202ewmada', 'a says "wmada": '],
    ['x'.repeat(10_000), `a says "${'x'.repeat(40)}…": `],
  ])('%j', async (a, beginning) => {
    const told = await mistake({ a });
    expect(told.startsWith(beginning), told).toBe(true);
    expect(told.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('more work than one request may take', async () => {
    const huge = { a: 'steps 100000 hidden 256-128', b: 'steps 100000 hidden 256-128 adamw', seeds: '20' };
    expect(await mistake(huge)).toMatch(/^that is \d+ times the work of a plain \/train: .* would fit/u);
  });
});
