import { figure } from '../findings/figures.ts';
import { type Experiment, OPTIMIZERS, TASKS } from '../training/experiment.ts';
import { tasks } from '../training/tasks/index.ts';
import { halfLife } from '../training/theory/half-life.ts';
import { stabilityEdge } from '../training/theory/stability.ts';
import { DEFAULTS, withDefaults } from './experiment-defaults.ts';
import { parseNumber, splitList, writeNumber } from './numbers.ts';
import type { Suggest } from './options.ts';

/** What autocomplete says of a learning rate and of a weight decay, from the other options typed so far. */

export const suggestLr: Suggest = (typed, others) => {
  const usual = draft(others).lr;
  const candidates = candidatesFor(typed, [usual, usual / 5, usual * 2, usual * 5, usual * 20]);
  return candidates.map((lr) => ({
    label: `${writeNumber(lr)}: ${aboutLr({ ...draft(others), lr })}`,
    value: writeNumber(lr),
  }));
};

export const suggestWd: Suggest = (typed, others) => {
  const usual = draft(others).wd;
  const parts = splitList(typed) ?? [];
  // The last number of a list is the one being typed.
  const [before, last] = [parts.slice(0, -1), parts.at(-1) ?? ''];
  const candidates = candidatesFor(last, [usual, 0, usual / 10, usual / 3, usual * 3, usual * 10]);
  return candidates.map((wd) => {
    const value = [...before, writeNumber(wd)].join(', ');
    return { label: `${value}: ${aboutWd({ ...draft(others), wd })}`, value };
  });
};

/** The typed number first, then the usual ones that begin like it. */
function candidatesFor(typed: string, usual: readonly number[]): number[] {
  const value = parseNumber(typed);
  const valid = value !== null && value >= 0 && value <= 1_000 ? [value] : [];
  const tidy = usual.map((number) => Number(number.toPrecision(3)));
  const matching = tidy.filter((number) => value === null || writeNumber(number).startsWith(typed.trim()));
  return [...new Set([...valid, ...matching])];
}

function aboutLr(experiment: Experiment): string {
  if (experiment.lr === 0) return 'nothing would move; it must be more than 0';
  const edges = tasksEdges(experiment);
  if (edges === null)
    return experiment.lr === DEFAULTS[experiment.task][experiment.optimizer].lr ? 'the default' : 'learning rate';
  const edge = Math.min(...edges);
  return experiment.lr > edge
    ? `beyond the stability edge ${figure(edge)}, it will diverge`
    : `stable, the edge is ${figure(edge)}`;
}

/** The stability edge of the first few seeds' data, where theory knows it. */
function tasksEdges(experiment: Experiment): number[] | null {
  const seeds = Array.from({ length: Math.min(5, experiment.seeds) }, (_, index) => index + 1);
  const edges = seeds.map((seed) => stabilityEdge(experiment, tasks[experiment.task].draw(seed).training));
  return edges.every((edge) => edge !== null) ? edges : null;
}

function aboutWd(experiment: Experiment): string {
  const life = halfLife(experiment);
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
function draft(others: Readonly<Record<string, string>>): Experiment {
  const task = TASKS.find((name) => name === others['task']) ?? 'curve';
  const optimizer = OPTIMIZERS.find((name) => name === others['optimizer']) ?? 'sgd';
  const number = (name: string, most: number) => {
    const value = parseNumber(others[name] ?? '');
    return value !== null && value >= 0 && value <= most ? value : undefined;
  };
  const usesItsOwn = optimizer === 'adam' || optimizer === 'adamw';
  return withDefaults({
    task,
    optimizer,
    lr: number('lr', 1_000) || undefined,
    wd: number('wd', 1_000),
    ...(usesItsOwn ? {} : { momentum: number('momentum', 0.999) }),
    hidden: others['hidden'] === 'none' ? [] : undefined,
  });
}
