import { figure } from '../findings/figures.ts';
import type { Experiment } from '../training/experiment.ts';
import { taskOf } from '../training/tasks/index.ts';
import { type HalfLife, halfLife } from '../training/theory/half-life.ts';
import { stabilityEdge } from '../training/theory/stability.ts';
import { DEFAULTS, withDefaults } from './experiment-defaults.ts';
import { type ExperimentFields, experimentSettings, LR_RANGE, WD_RANGE } from './experiment-settings.ts';
import { parseNumber, splitList, writeNumber } from './numbers.ts';
import type { Suggest, Suggestion } from './options.ts';
import { plainText } from './plain-text.ts';

/** What autocomplete says of a learning rate and of a weight decay, from the other options typed so far. */

const MAX_LENGTH = 100;

export const suggestLr: Suggest = (typed, { lr: _, ...others }) => {
  const experiment = draft(others);
  const usual = experiment.lr;
  const edges = edgesOf(experiment);
  return candidatesFor(typed, LR_RANGE.max, [usual, usual / 5, usual * 2, usual * 5, usual * 20]).map((lr) =>
    suggestion(writeNumber(lr), aboutLr({ ...experiment, lr }, edges)),
  );
};

/** For one to `most` numbers: those typed already stay, the last is the one being typed. */
export function suggestWd(most: number): Suggest {
  return (typed, { wd: _, ...others }) => {
    const experiment = draft(others);
    const usual = experiment.wd;
    const { before, last } = splitTyped(typed);
    if (before === null || new Set(before).size >= most) return [];
    return candidatesFor(last, WD_RANGE.max, [usual, 0, usual / 10, usual / 3, usual * 3, usual * 10])
      .filter((wd) => !before.includes(wd))
      .map((wd) => suggestion([...before, wd].map(writeNumber).join(', '), aboutWd({ ...experiment, wd })))
      .filter(({ value }) => value.length <= MAX_LENGTH);
  };
}

/** The numbers before the one being typed, null if they are none that would be taken. */
function splitTyped(typed: string): { before: number[] | null; last: string } {
  const parts = splitList(typed) ?? [typed];
  const isBetween = /[,;，；\s]$/u.test(typed.replace(/\p{Cf}/gu, ''));
  const before = (isBetween ? parts : parts.slice(0, -1)).map(parseNumber);
  const fits = (value: number | null): value is number => value !== null && value >= 0 && value <= WD_RANGE.max;
  return { before: before.every(fits) ? before : null, last: isBetween ? '' : (parts.at(-1) ?? '') };
}

/** The typed number first, then the usual ones that begin like it. */
function candidatesFor(typed: string, max: number, usual: readonly number[]): number[] {
  const tidy = usual.map((number) => Number(number.toPrecision(3)));
  const value = parseNumber(typed);
  if (value === null) return [...new Set(tidy)];
  const beginning = plainText(typed).replace(',', '.').replace(/^\./u, '0.');
  const matching = tidy.filter((number) => writeNumber(number).startsWith(beginning));
  return [...new Set([...(value >= 0 && value <= max ? [value + 0] : []), ...matching])]; // −0 becomes 0
}

function suggestion(value: string, about: string): Suggestion {
  const label = `${value}: ${about}`;
  return { label: label.length <= MAX_LENGTH ? label : value, value };
}

function aboutLr(experiment: Experiment, edges: readonly number[] | null): string {
  const { lr, wd, schedule, task, optimizer } = experiment;
  if (lr === 0) return 'nothing would move; it must be more than 0';
  if (edges !== null) {
    const [first, last] = [Math.min(...edges), Math.max(...edges)];
    // Every other schedule takes lr back below the edge in time, or may.
    const diverges = schedule === 'constant' ? 'will diverge' : 'may diverge';
    if (lr > last) return `beyond the stability edge ${figure(last)}, it ${diverges}`;
    if (lr > first) return `beyond the stability edge of some seeds, ${figure(first)}: they ${diverges}`;
    return `stable, the edge is ${figure(first)}`;
  }
  const life = lifeOf(experiment);
  if ('steps' in life) return `half-life ${figure(life.steps)} steps at wd ${writeNumber(wd)}`;
  const times = lr / DEFAULTS[task][optimizer].lr;
  return times === 1 ? 'the default' : `${writeNumber(Number(times.toPrecision(3)))} times the default`;
}

/** The stability edge of the first few seeds' data, where theory knows it; a file is not read while one types. */
function edgesOf(experiment: Experiment): number[] | null {
  if (experiment.task === 'csv') return null;
  const seeds = Array.from({ length: Math.min(5, experiment.seeds) }, (_, index) => index + 1);
  const edges = seeds.map((seed) => stabilityEdge(experiment, taskOf(experiment).draw(seed).training));
  return edges.every((edge) => edge !== null) ? edges : null;
}

/** A decay too small for its half-life to be a number is none. */
function lifeOf(experiment: Experiment): HalfLife {
  const life = halfLife(experiment);
  return 'steps' in life && life.steps === Number.POSITIVE_INFINITY ? { kind: 'none' } : life;
}

function aboutWd(experiment: Experiment): string {
  const life = lifeOf(experiment);
  switch (life.kind) {
    case 'none':
      return 'no decay';
    case 'uneven':
      return 'no one half-life under Adam with L2';
    case 'overshoots':
      return 'so strong that a step carries weights to zero or past it';
    case 'swings':
      return 'so strong that weights swing past zero and back';
    default:
      return `half-life ${figure(life.steps)} steps`;
  }
}

/** The experiment as far as it has been typed; what cannot be read yet counts as not typed. */
export function draft(others: Readonly<Record<string, string>>): Experiment {
  const settings = Object.entries(experimentSettings).map(([name, option]) => [
    name,
    option.safeParse(others[name]).data,
  ]);
  const last = (text = '', min: number, max: number) => {
    const value = parseNumber(splitList(text)?.at(-1) ?? '');
    return value !== null && value >= min && value <= max ? value : undefined;
  };
  return withDefaults({
    ...(Object.fromEntries(settings) as ExperimentFields),
    lr: last(others['lr'], Number.MIN_VALUE, LR_RANGE.max),
    wd: last(others['wd'], WD_RANGE.min, WD_RANGE.max),
  });
}
