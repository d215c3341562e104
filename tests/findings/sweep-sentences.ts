import { expect } from 'vitest';
import type { Arm } from '../../src/findings/arm.ts';
import { isStillLearning } from '../../src/findings/verdict.ts';
import { final, type History } from '../../src/training/history.ts';
import { Facts, lost, middle } from './facts.ts';
import { CHANGE, isChange, isCount, isFigure, isNear, isPercent, N, read } from './shown-numbers.ts';

/** The sentences about a map, each with a check that works its numbers out again from the histories alone. */

type Groups = Record<string, string>;

interface Sentence {
  readonly says: RegExp;
  readonly check: (groups: Groups, map: SweepFacts) => void;
}

export class SweepFacts {
  readonly arms: readonly Arm[];
  readonly all: number;
  readonly mean: number;
  readonly seeds: number;

  constructor(arms: readonly Arm[], all: number) {
    this.arms = arms;
    this.all = all;
    this.mean = new Facts(arms[0]!, arms[0]!, arms).meanBaseline;
    this.seeds = arms[0]!.histories.length;
  }

  loss(arm: Arm): number {
    return middle(arm.histories.map(endOf));
  }

  lostIn(arm: Arm): number {
    return arm.histories.filter(lost).length;
  }

  /** The lowest loss, of arms whose seeds all finished if there are any. */
  best(arms = this.arms): Arm | undefined {
    const finished = arms.filter((arm) => this.loss(arm) < Number.POSITIVE_INFINITY);
    const whole = finished.filter((arm) => this.lostIn(arm) === 0);
    return (whole.length > 0 ? whole : finished).toSorted((a, b) => this.loss(a) - this.loss(b))[0];
  }

  at(lr: number, wd: number): Arm {
    const found = this.arms.find(({ experiment }) => same(experiment.lr, lr) && same(experiment.wd, wd));
    expect(found, `a cell of lr ${lr}, wd ${wd}`).toBeDefined();
    return found!;
  }

  /** In how many seeds the one's loss is lower than the other's. */
  lower(one: Arm, other: Arm): number {
    return one.histories.filter((history, i) => endOf(history) < endOf(other.histories[i]!)).length;
  }

  /** Row by row, whether most runs of its best cell were still learning; rows that diverged altogether left out. */
  get stillLearning(): { lr: number; is: boolean }[] {
    const lrs = [...new Set(this.arms.map(({ experiment }) => experiment.lr))].toSorted((a, b) => a - b);
    return lrs.flatMap((lr) => {
      const best = this.best(this.arms.filter(({ experiment }) => experiment.lr === lr));
      return best ? [{ lr, is: 2 * best.histories.filter(isStillLearning).length > this.seeds }] : [];
    });
  }

  get without(): Arm[] {
    return this.arms.filter(({ experiment }) => experiment.wd === 0);
  }

  get diverged(): Arm[] {
    return this.arms.filter((arm) => this.loss(arm) === Number.POSITIVE_INFINITY);
  }
}

function endOf(history: History): number {
  return lost(history) ? Number.POSITIVE_INFINITY : final(history.validationLoss);
}

/** Settings are shown as typed, or in three digits. */
function same(value: number, shown: number): boolean {
  return value === shown || Math.abs(value / shown - 1) < 0.00501;
}

const V = N;
const BRACKETS = (name: string) =>
  `\\((?<${name}Change>${CHANGE}), lower in (?<${name}Lower>\\d+) of (?<${name}Of>\\d+) seeds?` +
  `(?<${name}Doubt>: may be chance|: no clear difference|: too few seeds to be sure)?\\)`;

function bracketsHold(groups: Groups, name: string, map: SweepFacts, best: Arm, other: Arm): void {
  isChange(groups[`${name}Change`], map.loss(best) / map.loss(other));
  const lower = map.lower(best, other);
  isCount(groups[`${name}Lower`], lower);
  isCount(groups[`${name}Of`], map.seeds);
  // Fewer than three seeds never support a claim, nor do seeds that disagree where there are only a few.
  if (map.seeds < 3) expect(groups[`${name}Doubt`]).toBe(': may be chance');
  else if (map.seeds < 5 && lower !== 0 && lower !== map.seeds) expect(groups[`${name}Doubt`]).toBeDefined();
}

function isLowestLr(shown: string | undefined, arms: readonly Arm[]): void {
  isNear(read(shown), Math.min(...arms.map(({ experiment }) => experiment.lr)));
}

export const SENTENCES: readonly Sentence[] = [
  {
    says: new RegExp(
      `\\*\\*Best (?:of the map|so far): lr (?<lr>${V})(?: with wd (?<wd>${V})| without decay)\\*\\*(?: \\((?:stopped at |time ran out at )?(?<done>${N}) of (?<all>${N}) cells\\))?\\.`,
      'u',
    ),
    check({ lr, wd, done, all }, map) {
      expect(map.at(read(lr), wd === undefined ? 0 : read(wd))).toBe(map.best());
      if (map.arms.length === map.all) expect(done).toBeUndefined();
      else {
        isCount(done, map.arms.length);
        isCount(all, map.all);
      }
    },
  },
  {
    says: new RegExp(
      `Validation loss is (?<best>${N})(?:, against (?:(?<same>${N}) at the same lr without decay ${BRACKETS('same')})?` +
        `(?: and )?(?:(?<none>${N}) at the best lr without decay, (?<lr>${V}) ${BRACKETS('none')})?` +
        `(?:(?<decayed>${N}) at the best with decay, lr (?<decayedLr>${V}) and wd (?<decayedWd>${V}) ${BRACKETS('decayed')})?)?\\.`,
      'u',
    ),
    check(groups, map) {
      const best = map.best()!;
      isFigure(groups['best'], map.loss(best));
      const sameLr = map.without.find(({ experiment }) => experiment.lr === best.experiment.lr);
      if (groups['same'] !== undefined) {
        isFigure(groups['same'], map.loss(sameLr!));
        bracketsHold(groups, 'same', map, best, sameLr!);
      }
      if (groups['none'] !== undefined) {
        const none = map.best(map.without)!;
        isFigure(groups['none'], map.loss(none));
        isNear(read(groups['lr']), none.experiment.lr);
        bracketsHold(groups, 'none', map, best, none);
      }
      if (groups['decayed'] !== undefined) {
        const decayed = map.at(read(groups['decayedLr']), read(groups['decayedWd']));
        expect(decayed).toBe(map.best(map.arms.filter(({ experiment }) => experiment.wd > 0)));
        isFigure(groups['decayed'], map.loss(decayed));
        bracketsHold(groups, 'decayed', map, best, decayed);
      }
    },
  },
  {
    says: new RegExp(
      `At the (?:same lr without|best lr without|best with) decay(?:, lr ${V} and wd ${V}|, ${V})?, (?<lost>\\d+) of (?<of>\\d+) seeds? diverged(?:, (?:at|the first at) step ${N}|, the loss ending more than 1,000 times its start)?\\.`,
      'u',
    ),
    check({ lost: gone, of }, map) {
      isCount(of, map.seeds);
      expect(read(gone)).toBeGreaterThanOrEqual(map.seeds / 2);
    },
  },
  {
    says: new RegExp(`Mind that always [^.]*? scores (?<mean>${N}) already\\.`, 'u'),
    check: ({ mean }, map) => isFigure(mean, map.mean),
  },
  {
    says: new RegExp(
      `\\*\\*Nothing on this map learnt much more than (?:the mean|guessing)\\*\\*(?: \\([^)]*\\))?: the best, lr (?<lr>${V})(?: with wd (?<wd>${V})| without decay), ends at validation loss (?<loss>${N}); always [^.]*? scores (?<mean>${N})\\.`,
      'u',
    ),
    check({ lr, wd, loss, mean }, map) {
      const best = map.at(read(lr), wd === undefined ? 0 : read(wd));
      expect(best).toBe(map.best());
      isFigure(loss, map.loss(best));
      isFigure(mean, map.mean);
      expect(map.loss(best)).toBeGreaterThanOrEqual(0.95 * map.mean);
    },
  },
  {
    says: /\*\*Every cell diverged\*\*(?: \([^)]*\))?: the loss grew .*? such as lrs:0\.001\.\.0\.1\./u,
    check: (_, map) => expect(map.diverged).toHaveLength(map.arms.length),
  },
  {
    says: new RegExp(
      `Decay gains most at lr (?<lr>${V}): from (?<none>${N}) without to (?<loss>${N}) with wd (?<wd>${V}) ${BRACKETS('gain')}\\.`,
      'u',
    ),
    check(groups, map) {
      const [none, decayed] = [map.at(read(groups['lr']), 0), map.at(read(groups['lr']), read(groups['wd']))];
      isFigure(groups['none'], map.loss(none));
      isFigure(groups['loss'], map.loss(decayed));
      bracketsHold(groups, 'gain', map, decayed, none);
      const ratio = map.loss(decayed) / map.loss(none);
      expect(map.lower(decayed, none)).toBeGreaterThanOrEqual(0.8 * map.seeds);
      for (const other of map.without.filter((arm) => map.lostIn(arm) === 0)) {
        const row = map.arms.filter(({ experiment: { lr, wd } }) => wd > 0 && lr === other.experiment.lr);
        const best = map.best(row);
        if (!best || map.lower(best, other) < 0.8 * map.seeds) continue;
        expect(map.loss(best) / map.loss(other)).toBeGreaterThanOrEqual(ratio - 1e-12);
      }
    },
  },
  {
    says: new RegExp(
      `With wd (?<wd>${V}) the lr matters less: over lr (?<low>${V}) to (?<high>${V}) its loss is (?<least>${N})(?: to (?<most>${N}))?; without decay, (?<noneLeast>${N}) to (?<noneMost>${N})\\.`,
      'u',
    ),
    check({ wd, low, high, least, most, noneLeast, noneMost }, map) {
      const rows = map.without
        .filter((arm) => map.lostIn(arm) === 0)
        .map(({ experiment }) => experiment.lr)
        .filter((lr) => lr >= read(low) * 0.995 && lr <= read(high) * 1.005);
      const decayed = rows.map((lr) => map.loss(map.at(lr, read(wd))));
      const none = rows.map((lr) => map.loss(map.at(lr, 0)));
      isFigure(least, Math.min(...decayed));
      isFigure(most ?? least, Math.max(...decayed));
      isFigure(noneLeast, Math.min(...none));
      isFigure(noneMost, Math.max(...none));
      expect(Math.max(...decayed)).toBeLessThan(Math.max(...none));
      expect(Math.max(...decayed) / Math.min(...decayed)).toBeLessThan(Math.max(...none) / Math.min(...none));
      expect(map.seeds).toBeGreaterThanOrEqual(3);
    },
  },
  {
    says: new RegExp(
      `With lr (?<lr>${V}) or less, no decay is needed(?:: (?<steps>${N}) steps? so small follow the noise less closely \\(without decay, training loss ends at (?<there>${N}) there, at (?<largest>${N}) with lr (?<largestLr>${V})\\))?\\.`,
      'u',
    ),
    check({ lr, steps, there, largest, largestLr }, map) {
      const training = (at: number) => middle(map.at(at, 0).histories.map(({ dataLoss }) => final(dataLoss)));
      for (const arm of map.without.filter(({ experiment }) => experiment.lr <= read(lr) * 1.005)) {
        if (map.lostIn(arm) > 0) continue;
        const row = map.arms.filter((other) => other.experiment.wd > 0 && other.experiment.lr === arm.experiment.lr);
        const best = map.best(row);
        if (best) expect(map.loss(best) / map.loss(arm)).toBeGreaterThanOrEqual(0.98);
      }
      expect(map.seeds).toBeGreaterThanOrEqual(3);
      expect(map.loss(map.at(read(lr), 0))).toBeLessThan(map.mean);
      if (steps === undefined) return;
      isCount(steps, map.arms[0]!.experiment.steps);
      isFigure(there, training(read(lr)));
      isFigure(largest, training(read(largestLr)));
    },
  },
  {
    says: new RegExp(
      `(?:Within (?<within>${N}) steps? training loss had all but stopped falling, at the best of every lr|Training loss was still falling after (?<never>${N}) steps?, whatever the lr: this is short training, and a longer one may look different|(?:With lr (?<lr>${V}) or less|At (?<some>\\d+) of (?<rows>\\d+) lrs), training loss was still falling after (?<after>${N}) steps?)\\.`,
      'u',
    ),
    check({ within, never, after, lr, some, rows }, map) {
      isCount(within ?? never ?? after, map.arms[0]!.experiment.steps);
      const [learning, done] = [true, false].map((is) => map.stillLearning.filter((row) => row.is === is));
      if (within !== undefined) expect(learning).toEqual([]);
      if (never !== undefined) expect(done).toEqual([]);
      if (lr !== undefined) {
        for (const row of learning!) expect(row.lr).toBeLessThanOrEqual(read(lr) * 1.005);
        for (const row of done!) expect(row.lr).toBeGreaterThan(read(lr));
      }
      if (some === undefined) return;
      isCount(some, learning!.length);
      isCount(rows, map.stillLearning.length);
    },
  },
  {
    says: /Whether the best wd moves with lr, this map does not tell: too few of its rows have a clear basin\./u,
    check: () => {},
  },
  {
    says: new RegExp(
      `(?:\\*\\*The best wd stays put as lr changes\\*\\*|\\*\\*The best wd moves with lr\\*\\*, along a line of equal lr·wd, about (?<product>${N})|Whether the best wd moves with lr is not clear): over the (?<rows>\\d+) lrs with a clear basin, (?<low>${V}) to (?<high>${V}), ten times the lr goes with (?<factor>${N}) times the wd in its middle[^.]*\\.(?: Such runs [^.]*\\. [^.]*\\.)?`,
      'u',
    ),
    check({ rows, low, high, factor, product }, map) {
      const basins = basinsOf(map);
      isCount(rows, basins.length);
      isNear(read(low), basins[0]!.lr);
      isNear(read(high), basins.at(-1)!.lr);
      isFigure(factor, 10 ** slopeOf(basins));
      if (product !== undefined) isFigure(product, middle(basins.map(({ lr, wd }) => lr * wd)));
    },
  },
  {
    says: /The map has holes: where its basin runs, and whether a better cell hides in them, cannot be told\./u,
    check: (_, map) => expect(map.arms.length).toBeLessThan(map.all),
  },
  {
    says: new RegExp(
      `(?<lost>${N}) of (?<all>${N}) cells? diverged \\(grey\\)(?:, all of those with lr (?<whole>${V}) or more|, the first at lr (?<first>${V}))` +
        `(?:; from lr (?<beyond>${V}) on all of them)?(?:; without decay from lr (?<none>${V}) on|(?<noNone>; none of them without decay))?(?:; (?<partly>${N}) more lost some of their seeds)?\\.`,
      'u',
    ),
    check({ lost: gone, all, whole, first, beyond, none, noNone, partly }, map) {
      isCount(gone, map.diverged.length);
      isCount(all, map.arms.length);
      isLowestLr(whole ?? first, map.diverged);
      for (const from of [whole, beyond].filter((each) => each !== undefined)) {
        const above = map.arms.filter(({ experiment }) => experiment.lr >= read(from) * 0.995);
        for (const arm of above) expect(map.loss(arm)).toBe(Number.POSITIVE_INFINITY);
      }
      const lostWithout = map.without.filter((arm) => map.loss(arm) === Number.POSITIVE_INFINITY);
      if (none !== undefined) isLowestLr(none, lostWithout);
      if (noNone !== undefined) expect(lostWithout).toEqual([]);
      isCount(partly ?? '0', partlyLost(map));
    },
  },
  {
    says: /No cell diverged\./u,
    check: (_, map) => expect(map.arms.reduce((sum, arm) => sum + map.lostIn(arm), 0)).toBe(0),
  },
  {
    says: new RegExp(`(?<partly>${N}) cells? lost some of their seeds to divergence\\.`, 'u'),
    check: ({ partly }, map) => isCount(partly, partlyLost(map)),
  },
  {
    says: new RegExp(
      `From wd (?<wd>${V}) on, no cell did more than (?<share>5) % better than always [^(]*\\((?<mean>${N})\\): the pull to zero leaves nothing to learn with\\.`,
      'u',
    ),
    check({ wd, mean }, map) {
      isFigure(mean, map.mean);
      for (const arm of map.arms.filter(({ experiment }) => experiment.wd >= read(wd) * 0.995)) {
        expect(map.loss(arm)).toBeGreaterThanOrEqual(0.95 * map.mean);
      }
    },
  },
  {
    says: new RegExp(
      `For scale: always [^.]*? scores (?<mean>${N})(?:; the noise alone is ${N})?\\.(?: Loss[^.]*\\.)? Each cell is (?:one seed|the median of (?<seeds>\\d+) seeds)(?<few>, too few to claim anything from)?\\.(?: Theory’s best wd here, on average over data sets and once converged, is ${N}\\.)?`,
      'u',
    ),
    check({ mean, seeds, few }, map) {
      isFigure(mean, map.mean);
      isCount(seeds ?? '1', map.seeds);
      expect(few !== undefined).toBe(map.seeds < 3);
    },
  },
  {
    says: new RegExp(
      `The best of (?<all>${N}) cells may be partly luck: (?<near>none|${N}) (?:of the others comes|others? comes?) within (?<share>5) %(?:; chosen by all seeds but one and tried on that one, a best cell scores (?<unseen>${N}))?\\.`,
      'u',
    ),
    check({ all, near, share, unseen }, map) {
      isCount(all, map.arms.length);
      isPercent(read(share), 5);
      const best = map.best()!;
      const others = map.arms.filter((arm) => arm !== best && map.loss(arm) <= 1.05 * map.loss(best));
      expect(near).toBe(others.length === 0 ? 'none' : String(others.length));
      if (unseen !== undefined) isFigure(unseen, leftOut(map));
    },
  },
];

/** Of each row whose loss rises by a tenth on both sides of its lowest, no seed lost there: where that basin lies. */
function basinsOf(map: SweepFacts): { lr: number; wd: number }[] {
  const lrs = [...new Set(map.arms.map(({ experiment }) => experiment.lr))].toSorted((a, b) => a - b);
  return lrs.flatMap((lr) => {
    const row = map.arms
      .filter(({ experiment }) => experiment.lr === lr)
      .toSorted((a, b) => a.experiment.wd - b.experiment.wd);
    const losses = row.map((arm) => map.loss(arm));
    const lowest = Math.min(...losses);
    const bottom = losses.indexOf(lowest);
    const above = losses.map((loss) => Math.log10(loss / lowest) >= Math.log10(1.1));
    const left = above.lastIndexOf(true, bottom);
    const right = above.indexOf(true, bottom);
    if (bottom === 0 || left === -1 || right === -1 || lowest >= 0.95 * map.mean) return [];
    if (row.slice(left, right + 1).some((arm) => map.lostIn(arm) > 0)) return [];
    const inside = row.slice(left + 1, right);
    const depths = inside.map((arm) => Math.log(1.1) - Math.log(map.loss(arm) / lowest));
    const logs = inside.map(({ experiment }) => Math.log(experiment.wd));
    const sum = depths.reduce((total, depth) => total + depth, 0);
    return [{ lr, wd: Math.exp(logs.reduce((total, log, i) => total + (log * depths[i]!) / sum, 0)) }];
  });
}

/** Least squares through (ln lr, ln wd), by the normal equations. */
function slopeOf(points: readonly { lr: number; wd: number }[]): number {
  const [n, x, y, xx, xy] = points.reduce(
    ([count, sx, sy, sxx, sxy], { lr, wd }) => {
      const [a, b] = [Math.log(lr), Math.log(wd)];
      return [count + 1, sx + a, sy + b, sxx + a * a, sxy + a * b];
    },
    [0, 0, 0, 0, 0] as [number, number, number, number, number],
  );
  return (n * xy - x * y) / (n * xx - x * x);
}

function partlyLost(map: SweepFacts): number {
  return map.arms.filter((arm) => map.lostIn(arm) > 0 && map.loss(arm) < Number.POSITIVE_INFINITY).length;
}

/** Seed by seed: the cell that the other seeds like best, and what it scores on this one. */
function leftOut({ arms, seeds }: SweepFacts): number {
  const scores = Array.from({ length: seeds }, (_, seed) => {
    const chosen = arms
      .map((arm) => ({ arm, loss: middle(arm.histories.filter((_history, i) => i !== seed).map(endOf)) }))
      .reduce((best, each) => (each.loss < best.loss ? each : best));
    return endOf(chosen.arm.histories[seed]!);
  });
  return middle(scores);
}

/** Checks every sentence it knows; what is left over may hold no number. */
export function recountSweep(text: string, map: SweepFacts): void {
  let rest = text.replaceAll('\u00a0', ' ');
  for (const { says, check } of SENTENCES) {
    const found = says.exec(rest);
    if (found === null) continue;
    check((found.groups ?? {}) as Groups, map);
    rest = rest.replace(found[0], '');
  }
  expect(rest.trim(), 'what no sentence accounts for').toBe('');
}
