import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import step from '../../commands/step.ts';
import { MAX_CUSTOM_ID, parseCustomId, writeCustomId } from '../../src/chat/invocation.ts';
import { traitsOf } from '../../src/chat/options.ts';
import { MAX_ALT, MAX_LABEL, MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { stepOptions } from '../../src/chat/step-options.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { openLab } from '../../src/lab/index.ts';
import type { WorkedStep } from '../../src/training/step.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { powersOfTen } from '../training/experiments.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

const signal = new AbortController().signal;

function ask(options: Record<string, string> = {}): Promise<Reply> {
  return step.run(options, { commands: [step], lab, signal, ...unheard });
}

/** The same without its picture, so that hundreds can be asked for. */
function askForWords(options: Record<string, string> = {}): Promise<Reply> {
  const draw = () => Promise.resolve(new Uint8Array());
  return step.run(options, { ...withoutLab(), lab: { ...lab, draw } });
}

function dataOf(reply: Reply) {
  return reply.data as WorkedStep & { step: number; start: number[]; settlesAt: number[]; stabilityEdge: number };
}

function pressed(reply: Reply, label: string): Record<string, string> {
  const button = reply.buttons.find((each) => each.label === label);
  return { ...parseCustomId(writeCustomId(button!.sends)).options };
}

describe('/step', () => {
  it('alone works out the first step of the default, in words, as a picture and as data', async () => {
    const reply = await ask();
    expect(reply.text).toMatch(
      /^\*\*The data push w₁ up by 0\.4, decay pulls it down by 0\.1: it goes from 2 to 2\.3\.\*\*/u,
    );
    expect(reply.private).toBe(false);
    expect(reply.pictures).toHaveLength(1);
    const [picture] = reply.pictures;
    expect(isPng(picture!.png)).toBe(true);
    expect(picture!.alt).toContain('Predictions 3, 3, 0; errors −1, −2, −2');
    expect(picture!.alt).toContain('Gradient, 2/3 of the sum of error times x: −4, −2; by nudging, −4, −2.');
    expect(picture!.alt).toContain('Data loss 3 to 1.755 (1.56 without decay), penalty 1.25 to 1.4631');
    expect(dataOf(reply)).toMatchObject({
      step: 1,
      start: [2, -1],
      lr: 0.1,
      wd: 0.5,
      before: { dataLoss: 3, penalty: 1.25, totalLoss: 4.25 },
      weights: [
        { before: 2, gradient: -4, pull: 1, after: 2.3 },
        { before: -1, gradient: -2, pull: -0.5, after: -0.75 },
      ],
      settlesAt: [41 / 16.25, -11 / 16.25].map((value) => expect.closeTo(value, 12)),
      stabilityEdge: expect.closeTo(2 / 6.5, 12),
    });
  });

  it('draws numbers that grew beyond all bounds, and one weight', async () => {
    for (const options of [{ lr: '0.4', step: '753' }, { start: '1' }]) {
      expect(isPng((await ask(options as unknown as Record<string, string>)).pictures[0]!.png)).toBe(true);
    }
  });

  it('offers the next step, ten on, other settings, and the first', async () => {
    const sends = async (options: Record<string, string>) =>
      (await askForWords(options)).buttons.map(({ label, sends }) => [label, writeCustomId(sends)]);
    expect(await sends({})).toEqual([
      ['Next step', 'step?lr=0.1&wd=0.5&step=2'],
      ['10 steps on', 'step?lr=0.1&wd=0.5&step=11'],
      ['Without decay', 'step?lr=0.1&wd=0'],
      ['Double decay', 'step?lr=0.1&wd=1'],
      ['Double lr', 'step?lr=0.2&wd=0.5'],
    ]);
    expect(await sends({ lr: '0,4', wd: '0', step: '3', start: '1', private: 'yes' })).toEqual([
      ['Next step', 'step?lr=0.4&wd=0&step=4&start=1&private=true'],
      ['10 steps on', 'step?lr=0.4&wd=0&step=13&start=1&private=true'],
      ['With decay', 'step?lr=0.4&wd=0.5&step=3&start=1&private=true'],
      ['Double lr', 'step?lr=0.8&wd=0&step=3&start=1&private=true'],
      ['First step', 'step?lr=0.4&wd=0&start=1&private=true'],
    ]);
    expect((await sends({ lr: '0.4' })).map(([label]) => label)).toContain('Halve lr');
  });

  it('goes on by its button from the very weights it ended with, and back', async () => {
    let reply = await askForWords({ lr: '0.13', wd: '0.7', start: '-1.5; 4' });
    for (let number = 2; number <= 12; number++) {
      const ended = dataOf(reply).weights.map(({ after }) => after);
      reply = await askForWords(pressed(reply, 'Next step'));
      expect(dataOf(reply).weights.map(({ before }) => before)).toEqual(ended);
      expect(dataOf(reply).step).toBe(number);
    }
    const ten = await askForWords(pressed(await askForWords(pressed(reply, 'First step')), '10 steps on'));
    expect(dataOf(await askForWords(pressed(ten, 'Next step')))).toEqual(dataOf(reply));
  });

  it('offers no step that cannot be shown, and other settings from the first step where the same one cannot', async () => {
    const last = await askForWords({ lr: '0.4', step: '753' });
    expect(last.buttons.map(({ label }) => label)).not.toContain('Next step');
    const far = await askForWords({ lr: '0.3', step: '990' });
    expect(far.buttons.map(({ label }) => label)).toContain('10 steps on');
    expect(pressed(far, 'Double lr')).toEqual({ lr: '0.6', wd: '0.5' });
    const end = await askForWords({ step: '1000' });
    expect(end.buttons.map(({ label }) => label)).toEqual(['Without decay', 'Double decay', 'Double lr', 'First step']);
    expect((await askForWords({ wd: '1000', lr: '0.001' })).buttons.map(({ label }) => label)).not.toContain(
      'Double decay',
    );
  });

  it('keeps within what a message, a description and a button hold, whatever is asked for, and its buttons work', async () => {
    const number = (value: number) => String(Number(value.toPrecision(5)));
    const lrs = fc.oneof(powersOfTen(-300, 3), powersOfTen(-4, 0)).map(number);
    const wds = fc.oneof(fc.constant('0'), powersOfTen(-300, 3).map(number), powersOfTen(-4, 1).map(number));
    const weight = fc.integer({ min: -10_000, max: 10_000 }).map((digits) => String(digits / 100));
    const starts = fc.oneof(
      weight,
      fc.tuple(weight, weight).map((both) => both.join(', ')),
    );
    await fc.assert(
      fc.asyncProperty(lrs, wds, starts, fc.integer({ min: 1, max: 1000 }), async (lr, wd, start, number) => {
        const asked = { lr, wd, start, step: String(number), private: 'yes' };
        const reply = await askForWords(asked).catch((error: unknown) => {
          expect(error).toBeInstanceOf(UserError);
          expect((error as Error).message).toMatch(/ diverge, and in step \d+ /u);
          return null;
        });
        if (reply === null) return;
        expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT - 200);
        expect(reply.pictures[0]!.alt.length).toBeLessThanOrEqual(MAX_ALT);
        for (const { label, sends } of reply.buttons) {
          expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
          const id = writeCustomId(sends);
          expect(id.length, id).toBeLessThanOrEqual(MAX_CUSTOM_ID);
          expect(dataOf(await askForWords({ ...parseCustomId(id).options })).weights.length).toBe(
            start.split(',').length,
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('shows the reply to the asker alone when asked to', async () => {
    expect((await askForWords({ private: 'yes' })).private).toBe(true);
  });

  it('says at which step it diverged, and what can still be shown', async () => {
    const mistake = askForWords({ lr: '0.4', step: '900' });
    await expect(mistake).rejects.toThrow(UserError);
    await expect(mistake).rejects.toThrow(
      'step is 900: at lr 0.4 and wd 0.5 the weights diverge, and in step 754 they leave the numbers a computer has; ' +
        'step:753 can still be shown, and any lr below 0.308 settles',
    );
  });
});

const ZWSP = '\u200b';

describe('/step tells in one exact sentence what is wrong with', () => {
  it.each([
    [{ lr: 'ten' }, 'lr is "ten": a number is needed, such as 0.1 or 0.05'],
    [{ lr: '-0.1' }, 'lr is "-0.1": it cannot be negative; try 0.1 or 0.05'],
    [{ lr: '0' }, 'lr is "0": it must be more than 0; try 0.1 or 0.05'],
    [{ lr: '1e309' }, 'lr is "1e309": too large, at most 1000 works; try 0.1 or 0.05'],
    [{ lr: '' }, 'lr is empty: a number is needed, such as 0.1 or 0.05'],
    [{ lr: ZWSP }, 'lr is empty: a number is needed, such as 0.1 or 0.05'],
    [{ lr: 'x'.repeat(10_000) }, `lr is "${'x'.repeat(40)}…": a number is needed, such as 0.1 or 0.05`],
    [{ lr: '0.123456' }, 'lr is "0.123456": for a calculation by hand it may have at most 5 digits; try 0.1 or 0.05'],
    [{ wd: '@everyone' }, `wd is "@${ZWSP}everyone": a number is needed, such as 0.5 or 0.1`],
    [{ wd: '\u202e**1**' }, 'wd is "\\*\\*1\\*\\*": a number is needed, such as 0.5 or 0.1'],
    [{ wd: 'Infinity' }, 'wd is "Infinity": a number is needed, such as 0.5 or 0.1'],
    [{ wd: '0.1, 0.2' }, 'wd is "0.1, 0.2": a number is needed, such as 0.5 or 0.1'],
    [{ step: '0' }, 'step is "0": too small, at least 1 works; try 2'],
    [{ step: '1001' }, 'step is "1001": too large, at most 1000 works; try 2'],
    [{ step: '1.5' }, 'step is "1.5": a whole number is needed, such as 2'],
    [{ start: '' }, 'start is empty: one weight or two are needed, such as 1 or 2, -1'],
    [{ start: '1, 2, 3' }, 'start is "1, 2, 3": one weight or two are needed, such as 1 or 2, -1'],
    [{ start: 'two' }, 'start is "two": a number is needed, such as 2, -1'],
    [{ start: '2, NaN' }, 'start is "NaN": a number is needed, such as 2, -1'],
    [{ start: '1e309' }, 'start is "1e309": too large, at most 100 works; try 2, -1'],
    [{ start: '-101' }, 'start is "-101": too small, at least -100 works; try 2, -1'],
    [{ start: '0.123' }, 'start is "0.123": for a calculation by hand it may have at most 2 decimals; try 2, -1'],
    [
      { start: '0,1,0,2' },
      'start is "0,1,0,2": its commas could part numbers or be decimal commas; write a semicolon between two weights, such as 2; -1',
    ],
    [{ weights: '2' }, '/step has no option "weights": its options are lr, wd, step, start, private'],
  ] as const)('%j', async (raw, sentence) => {
    const error: unknown = await step
      .run(raw as unknown as Record<string, string>, withoutLab())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toBe(sentence);
  });
});

describe('autocomplete', () => {
  const suggested = (option: keyof typeof stepOptions, typed: string, others: Record<string, string> = {}) =>
    traitsOf(stepOptions[option]).suggest!(typed, others);

  it('says of an lr whether it settles, with the wd and the weights typed so far', () => {
    expect(suggested('lr', '0.3')[0]).toEqual({ label: '0.3: settles, the edge is 0.308', value: '0.3' });
    expect(suggested('lr', '0.3', { wd: '2' })[0]!.label).toBe('0.3: overshoots, the edge is 0.250');
    expect(suggested('lr', '0.3', { wd: '2', start: '1' })[0]!.label).toBe('0.3: settles, the edge is 0.333');
  });

  it('says of a wd what is left of a weight, and offers none that would not be taken', () => {
    expect(suggested('wd', '2', { lr: '0.2' })[0]).toEqual({
      label: '2: each step first keeps 0.600 of every weight',
      value: '2',
    });
    expect(suggested('wd', '0').map(({ label }) => label)).toContain('0: no decay');
    for (const typed of ['', 'x', '1e309', '-3', '0.123456', '0.1']) {
      for (const { value } of suggested('wd', typed)) expect(stepOptions.wd.safeParse(value).success, value).toBe(true);
      for (const { value } of suggested('lr', typed)) expect(stepOptions.lr.safeParse(value).success, value).toBe(true);
    }
    for (const { value } of suggested('start', '')) expect(stepOptions.start.safeParse(value).success).toBe(true);
  });
});
