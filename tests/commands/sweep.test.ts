import { afterAll, describe, expect, it } from 'vitest';
import sweep from '../../commands/sweep.ts';
import train from '../../commands/train.ts';
import type { Context } from '../../src/chat/command.ts';
import { MAX_CUSTOM_ID, parseCustomId, parseMessage, writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_ALT, MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { sweepAround } from '../../src/chat/sweep-around.ts';
import { MOST_CELLS, sweepPlan } from '../../src/chat/sweep-plan.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { BUDGET, costOf } from '../../src/lab/budget.ts';
import { openLab } from '../../src/lab/index.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { isPng } from './png.ts';

const lab = openLab();
afterAll(() => lab.close());

const SMALL = { lrs: '0.01..0.1 x3', wds: '0.003, 0.03', steps: '60', hidden: '4' };

function ask(options: Record<string, string>, heard: Partial<Context> = {}): Promise<Reply> {
  return sweep.run(options, { commands: [sweep], lab, signal: new AbortController().signal, ...unheard, ...heard });
}

interface Data {
  readonly experiment: {
    readonly lrs: number[];
    readonly wds: number[];
    readonly seeds: number;
    readonly steps: number;
  };
  readonly verdict: {
    readonly best: { readonly lr: number; readonly wd: number };
    readonly done: number;
    readonly cells: number;
  };
  readonly cells: {
    readonly lr: number;
    readonly wd: number;
    readonly validation: number | null;
    readonly diverged: number;
  }[];
  readonly runs: RunData[];
}

const dataOf = (reply: Reply) => reply.data as Data;

describe('/sweep', () => {
  it('trains every lr with every wd, and with none, over the same three seeds', async () => {
    const shares: number[] = [];
    const words: string[] = [];
    const reply = await ask(SMALL, {
      progress: (share, said) => {
        shares.push(share);
        words.push(said);
      },
    });
    const { experiment, cells, runs, verdict } = dataOf(reply);
    expect(experiment).toMatchObject({
      task: 'curve',
      lrs: [0.01, 0.032, 0.1],
      wds: [0, 0.003, 0.03],
      seeds: 3,
      steps: 60,
    });
    expect(cells.map(({ lr, wd }) => [lr, wd])).toEqual(
      experiment.lrs.flatMap((lr) => experiment.wds.map((wd) => [lr, wd])),
    );
    expect(new Set(runs.map(({ lr, wd, seed }) => `${lr} ${wd} ${seed}`)).size).toBe(27);
    expect(verdict).toMatchObject({ cells: 9, done: 9 });
    for (const cell of cells) {
      const ends = runs.filter(({ lr, wd }) => lr === cell.lr && wd === cell.wd).map(({ validation }) => validation!);
      expect(cell.validation).toBe(ends.toSorted((a, b) => a - b)[1]);
    }
    const lowest = cells.toSorted((a, b) => a.validation! - b.validation!)[0]!;
    expect(verdict.best).toMatchObject({ lr: lowest.lr, wd: lowest.wd });
    expect(shares.at(-1)).toBe(1);
    expect(words[0]).toMatch(/^Training 27 networks/u);
    expect(reply.private).toBe(false);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    const [picture] = reply.pictures;
    expect(isPng(picture!.png)).toBe(true);
    expect(picture!.alt).toMatch(/^Heat map of validation loss, 3 lrs by 3 wds\. Best at lr 0\.\d+/u);
    expect(picture!.alt.length).toBeLessThanOrEqual(MAX_ALT);
  });

  it('trains the same numbers as /train does', async () => {
    const { runs } = dataOf(await ask(SMALL));
    const alone = await train.run(
      { lr: '0.032', wd: '0.03', steps: '60', hidden: '4', seeds: '3' },
      { commands: [train], lab, signal: new AbortController().signal, ...unheard },
    );
    const swept = runs.filter(({ lr, wd }) => lr === 0.032 && wd === 0.03);
    expect(swept).toEqual((alone.data as { runs: RunData[] }).runs.filter(({ wd }) => wd === 0.03));
  });

  it('is 12 × 12 cells of three seeds unless told otherwise, no decay first, the whole map before its details', () => {
    const { lrs, wds, experiments } = planOf({});
    expect([lrs.length, wds.length, experiments.length]).toEqual([12, 12, 144]);
    expect(wds[0]).toBe(0);
    expect(new Set(experiments.map(({ lr, wd }) => `${lr} ${wd}`)).size).toBe(144);
    // The first few lie in all quarters of the map.
    const quarters = experiments.slice(0, 9).map(({ lr, wd }) => `${lrs.indexOf(lr) >= 6} ${wds.indexOf(wd) >= 6}`);
    expect(new Set(quarters).size).toBe(4);
  });

  it('gives the buttons that go on from it every option that was given', async () => {
    const reply = await ask({ ...SMALL, seeds: '2', private: 'yes' });
    const { lr, wd } = dataOf(reply).verdict.best;
    const sent = Object.fromEntries(reply.buttons.map(({ label, sends }) => [label, sends]));
    expect(sent['Train the best']).toEqual({
      command: 'train',
      options: { lr: String(lr), wd: String(wd), steps: '60', hidden: '4', private: 'true' },
    });
    expect(sent['Zoom in around it']!.options).toMatchObject({ seeds: '2', steps: '60', hidden: '4', private: 'true' });
    const other = sent['The same with AdamW']!;
    expect(other.options).toMatchObject({ optimizer: 'adamw', seeds: '2' });
    const { lrs, wds } = planOf(other.options);
    expect([lrs.length, wds.length]).toEqual([3, 3]);
    for (const { sends } of reply.buttons) {
      const id = writeCustomId(sends);
      expect(id.length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
      expect({ ...parseCustomId(id).options }).toEqual(sends.options);
    }
    expect(reply.private).toBe(true);
  });

  it('zooms in to a finer map with the best cell inside', async () => {
    const reply = await ask(SMALL);
    const { lr, wd } = dataOf(reply).verdict.best;
    const zoomed = dataOf(
      await ask({ ...reply.buttons.find(({ label }) => label === 'Zoom in around it')!.sends.options }),
    );
    expect(Math.min(...zoomed.experiment.lrs)).toBeLessThan(lr);
    expect(Math.max(...zoomed.experiment.lrs)).toBeGreaterThan(lr);
    expect(Math.max(...zoomed.experiment.wds)).toBeGreaterThan(wd);
  });
});

describe('while it runs', () => {
  const LONG = { lrs: '0.001..0.1 x6', wds: '0.001..0.1 x5', steps: '10000', hidden: '32-32' };

  it('shows the map as far as it is, stoppable; stopped, it frees its workers and says of how many cells it speaks', async () => {
    const enough = new AbortController();
    const shown: Reply[] = [];
    const reply = await ask(LONG, {
      enough: enough.signal,
      show: (part) => {
        if (part.pictures.length === 0) return; // the machine is busy, and so it says what it is at
        shown.push(part);
        enough.abort();
      },
    });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatchObject({ stoppable: true, buttons: [] });
    expect(isPng(shown[0]!.pictures[0]!.png)).toBe(true);
    expect(shown[0]!.text).toMatch(/^\*\*Best so far: .*\*\* \(\d+ of 36 cells\)/u);
    const { done } = dataOf(reply).verdict;
    expect(done).toBeGreaterThanOrEqual(2);
    expect(done).toBeLessThan(36);
    expect(reply.text).toMatch(new RegExp(`^\\*\\*Best so far: .*\\*\\* \\(stopped at ${done} of 36 cells\\)`, 'u'));
    expect(dataOf(reply).runs).toHaveLength(3 * done);
    expect(reply.stoppable).toBeUndefined();
  });

  it('stopped before there is anything to show, says just that', async () => {
    const reply = await ask(LONG, { enough: AbortSignal.abort() });
    expect(reply.text).toMatch(/^\*\*Stopped before the first cell was done\*\*/u);
    expect(isPng(reply.pictures[0]!.png)).toBe(true);
  });

  it('can be stopped even where its first cell takes long, and says what it is at until then', async () => {
    const enough = new AbortController();
    const shown: Reply[] = [];
    const reply = await ask(
      { lrs: '0.05', wds: '0.01', hidden: '64-64', steps: '100000', seeds: '1', private: 'yes' },
      {
        enough: enough.signal,
        show: (part) => {
          shown.push(part);
          enough.abort();
        },
      },
    );
    expect(shown).toMatchObject([{ stoppable: true, private: true, buttons: [], pictures: [] }]);
    expect(shown[0]!.text).toMatch(/^\*\*Filling a map of 2 cells\*\*/u);
    expect(reply.text).toMatch(/^\*\*Stopped before the first cell was done\*\*/u);
  });

  it('given up, it fails with the reason it was given up for, and shows nothing more', async () => {
    const given = new AbortController();
    const shown: Reply[] = [];
    const running = ask(LONG, { signal: given.signal, show: (part) => shown.push(part) });
    const reason = new Error('not wanted any more');
    given.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(shown).toEqual([]);
  });
});

describe('what is too much', () => {
  async function refused(options: Record<string, string>): Promise<string> {
    const error: unknown = await sweep.run(options, withoutLab()).catch((reason: unknown) => reason);
    if (error instanceof UserError) return error.message;
    throw error;
  }

  it.each([
    [{ lrs: '0.001..1 x20', wds: '0.001..1 x20' }],
    [{ steps: '100000' }],
    [{ steps: '100000', seeds: '20' }],
    [{ lrs: '0.01, 0.02, 0.05', wds: '0.1', steps: '100000', seeds: '20', hidden: '64-64' }],
    [{ task: 'ridge', lrs: '0.0012345..0.9 x20', wds: '1e-7..1000 x20', steps: '20000', seeds: '10' }],
  ])('%j: what is named instead is taken', async (options) => {
    const message = await refused(options);
    const suggested = /; (lrs:.*) would fit$/u.exec(message)?.[1];
    expect(suggested, message).toBeDefined();
    const plan = planOf({ ...options, ...parseMessage(`/sweep ${suggested}`).options });
    expect(plan.experiments.length).toBeLessThanOrEqual(MOST_CELLS);
    expect(costOf(plan.experiments)).toBeLessThanOrEqual(BUDGET);
    // The same ground, more coarsely.
    expect([plan.lrs[0], plan.lrs.at(-1)]).toEqual([Math.min(...plan.lrs), Math.max(...plan.lrs)]);
  });

  it('says how much is asked for', async () => {
    expect(await refused({ lrs: '0.001..1 x20', wds: '0.001..1 x20', steps: '10', hidden: '2' })).toMatch(
      /^that is 420 cells \(20 lr × 21 wd, no decay among them\), at most 400 fit into one map; lrs:0\.001\.\.1 x\d+ wds:0\.001\.\.1 x\d+ would fit$/u,
    );
  });
});

describe('a sweep around a run', () => {
  it('is small, has the run in its middle, and keeps the other settings', () => {
    const sends = sweepAround(0.05, 0.01, { steps: '60', hidden: '4', seeds: '9' });
    const { lrs, wds, shared } = planOf(sends.options);
    expect(lrs).toEqual([0.0125, 0.025, 0.05, 0.1, 0.2]);
    expect(wds).toEqual([0, 0.001, 0.0032, 0.01, 0.032, 0.1]);
    expect(shared).toMatchObject({ steps: 60, hidden: [4], seeds: 3 });
    expect(writeCustomId(sends).length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
  });

  it('is read at the ends of what lr and wd may be, and around no decay', () => {
    for (const [lr, wd] of [
      [1_000, 1_000],
      [Number.MIN_VALUE, Number.MIN_VALUE],
      [0.0123, 0],
      [1 / 3, 2 / 3],
    ] as const) {
      const { lrs, wds } = planOf(sweepAround(lr, wd, { steps: '60', hidden: '4' }).options);
      expect(lrs.length).toBeGreaterThanOrEqual(1);
      expect(wds.length).toBeGreaterThanOrEqual(2);
    }
  });
});

/** What would be trained for these options as typed. */
function planOf(options: Readonly<Record<string, string>>) {
  return sweepPlan(sweep.options.parse(options));
}
