import type { Losses, Nudge, WorkedStep, WorkedWeight } from '../../training/step.ts';
import type { Write } from './digits.ts';
import { type Tex, table, texWriter } from './tex.ts';

/** One step as TeX: every number worked, in the order in which one would do it by hand. */
export interface WorkedFormula {
  readonly title: string;
  /** 1 is the first. */
  readonly step: number;
  readonly worked: WorkedStep;
  readonly write: Write;
  /** Whether any number shown is a rounded one. */
  readonly rounded: boolean;
}

export function workedFormula({ title, step, worked, write, rounded }: WorkedFormula): string {
  const tex = texWriter(write);
  const sections = [
    `\\Large\\textbf{${title}}`,
    settings(worked, step, tex),
    pointsTable(worked, tex),
    updateRule(worked),
    weightsTable(worked, tex),
    lossTable(worked, tex),
    twosTable(worked, tex),
    ...(rounded ? ['\\text{Shown rounded, computed with 16 digits.}'] : []),
  ];
  return `\\begin{array}{l} ${sections.join(' \\\\[9pt] ')} \\end{array}`;
}

const WD = '\\mathit{wd}';
const LR = '\\mathit{lr}';

function settings({ lr, wd, weights }: WorkedStep, step: number, tex: Tex): string {
  const values = weights.map(({ before }, i) => `${name('w', i, weights)} = ${tex(before)}`);
  return [`\\text{Step } ${step}`, ...values, `${LR} = ${tex.setting(lr)}`, `${WD} = ${tex.setting(wd)}`].join(
    ',\\;\\; ',
  );
}

/** x₁ and x₂, or just x where there is one. */
function name(letter: string, index: number, all: readonly unknown[]): string {
  return all.length === 1 ? letter : `${letter}_${index + 1}`;
}

function pointsTable({ points, weights }: WorkedStep, tex: Tex): string {
  const x = (i: number) => name('x', i, weights);
  const model = weights.map((_, i) => `${name('w', i, weights)}\\,${x(i)}`).join(' + ');
  const head = [
    ...weights.map((_, i) => x(i)),
    'y',
    `\\hat y = ${model}`,
    'e = \\hat y - y',
    'e^2',
    ...weights.map((_, i) => `e\\,${x(i)}`),
  ];
  const rows = points.map((point) => [
    ...[...point.x, point.y].map(tex),
    `${prediction(weights, point.x, tex)} = ${tex(point.prediction)}`,
    ...[point.error, point.square, ...point.products].map(tex),
  ]);
  const squares = points.reduce((sum, { square }) => sum + square, 0);
  const sums = [
    ...Array(weights.length + 2).fill(''),
    '\\text{sum}',
    tex(squares),
    ...weights.map((w) => tex(w.productSum)),
  ];
  return table(`${'r'.repeat(weights.length + 1)}|lrr${'r'.repeat(weights.length)}`, [head, ...rows, sums]);
}

/** 2·1 − 1·(−1) */
function prediction(weights: readonly WorkedWeight[], x: readonly number[], tex: Tex): string {
  const terms = weights.map(({ before }, i) => {
    const sign = before < 0 ? '-' : i === 0 ? '' : '+';
    return `${sign} ${tex(Math.abs(before))}\\cdot ${tex.factor(x[i]!)}`;
  });
  return terms.join(' ');
}

function updateRule({ weights }: WorkedStep): string {
  const each = weights.length === 1 ? '' : '\\text{each }';
  return `${each}w \\leftarrow w - ${LR}\\cdot(\\push{g} + \\pull{${WD}\\cdot w}),\\quad \\push{g} = \\partial L/\\partial w`;
}

function weightsTable(worked: WorkedStep, tex: Tex): string {
  const { lr, wd, weights, points } = worked;
  const row = (label: string, cell: (weight: WorkedWeight) => string) => [label, ...weights.map(cell)];
  const shrunk = 1 - lr * wd;
  return table(`l${'|l'.repeat(weights.length)}`, [
    ['', ...weights.map((_, i) => name('w', i, weights))],
    row(
      `\\push{g} = \\tfrac2${points.length}\\textstyle\\sum e\\,x`,
      (w) => `\\tfrac2${points.length}\\cdot ${tex.factor(w.productSum)} = \\push{${tex(w.gradient)}}`,
    ),
    row(nudgeLabel(weights[0]!.nudge, tex), ({ nudge }) => `${rise(nudge, tex)} = \\push{${tex(nudge.slope)}}`),
    row(`\\pull{${WD}\\cdot w}`, (w) => `${tex.setting(wd)}\\cdot ${tex.factor(w.before)} = \\pull{${tex(w.pull)}}`),
    row(`g + ${WD}\\cdot w`, (w) => `\\push{${tex(w.gradient)}} ${signed(w.pull, tex)} = ${tex(w.slope)}`),
    row(
      `${LR}\\cdot(g + ${WD}\\cdot w)`,
      (w) => `${tex.setting(lr)}\\cdot ${tex.factor(w.slope)} = ${tex(lr * w.slope)}`,
    ),
    row('\\text{new } w', (w) => `${tex.sum([w.before, -lr * w.slope])} = \\mathbf{${tex(w.after)}}`),
    row(`(1 - ${LR}\\cdot${WD})\\,w - ${LR}\\cdot g`, (w) => {
      const push = -lr * w.gradient;
      return `${tex.setting(shrunk)}\\cdot ${tex.factor(w.before)} ${push < 0 ? '-' : '+'} ${tex(Math.abs(push))} = \\mathbf{${tex(w.afterShrinking)}}`;
    }),
  ]);
}

/** Beyond it, both losses of a nudge take more room than there is. */
const MOST_H = 20;

/** L(w+½) − L(w−½), over 2h where that is not 1. */
function nudgeLabel({ h }: Nudge, tex: Tex): string {
  if (h > MOST_H) return '\\text{by nudging } w';
  const rise = `L(w{+}${tex(h)}) - L(w{-}${tex(h)})`;
  return 2 * h === 1 ? rise : `(${rise})/${tex(2 * h)}`;
}

function rise({ h, above, below }: Nudge, tex: Tex): string {
  if (2 * h === 1) return `${tex(above)} - ${tex(below)}`;
  const whole = h > MOST_H ? tex(above - below) : `(${tex(above)} - ${tex(below)})`;
  return `${whole}/${tex(2 * h)}`;
}

function lossTable({ points, weights, wd, before, after, dataLossWithoutDecay }: WorkedStep, tex: Tex): string {
  const squares = points.reduce((sum, { square }) => sum + square, 0);
  const lengths = (values: readonly number[]) => values.reduce((sum, w) => sum + w ** 2, 0);
  const row = (label: string, { dataLoss, penalty, totalLoss }: Losses, worked: string, values: readonly number[]) => [
    `\\text{${label}}`,
    `${worked}${tex(dataLoss)}`,
    `${tex.setting(wd / 2)}\\cdot ${tex(lengths(values))} = \\pull{${tex(penalty)}}`,
    tex(totalLoss),
  ];
  return table('l|l|l|l', [
    ['', `L = \\tfrac1${points.length}\\textstyle\\sum e^2`, `P = \\tfrac12${WD}\\textstyle\\sum w^2`, 'L + P'],
    row(
      'before',
      before,
      `\\tfrac1${points.length}\\cdot ${tex(squares)} = `,
      weights.map((w) => w.before),
    ),
    row(
      'after',
      after,
      '',
      weights.map((w) => w.after),
    ),
    ...(wd === 0 ? [] : [['\\text{after, no decay}', `\\push{${tex(dataLossWithoutDecay)}}`, '', '']]),
  ]);
}

/** Both conventions of both squares: PyTorch's, which the numbers above follow, and the other. */
function twosTable({ points, weights }: WorkedStep, tex: Tex): string {
  const n = points.length;
  const vector = (values: readonly number[]) =>
    values.length === 1 ? tex(values[0]!) : `(${values.map(tex).join(',\\,')})`;
  const gradients = weights.map((w) => w.gradient);
  const pulls = weights.map(({ pull }) => pull);
  return table('l|l|l', [
    ['\\text{where the 2 goes}', '\\text{here, as PyTorch}', '\\text{other convention}'],
    ['\\text{loss}', `L = \\tfrac1${n}\\textstyle\\sum e^2`, `\\tfrac12 L = \\tfrac1{${2 * n}}\\textstyle\\sum e^2`],
    [
      '\\quad\\text{its slope}',
      `\\tfrac2${n}\\textstyle\\sum e\\,x = \\push{${vector(gradients)}}`,
      `\\tfrac1${n}\\textstyle\\sum e\\,x = ${vector(gradients.map((g) => g / 2))}`,
    ],
    ['\\text{penalty}', `P = \\tfrac12${WD}\\textstyle\\sum w^2`, `2P = ${WD}\\textstyle\\sum w^2`],
    [
      '\\quad\\text{its slope}',
      `${WD}\\cdot w = \\pull{${vector(pulls)}}`,
      `2\\,${WD}\\cdot w = ${vector(pulls.map((pull) => 2 * pull))}`,
    ],
  ]);
}

function signed(value: number, tex: Tex): string {
  return `${value < 0 ? '-' : '+'} \\pull{${tex(Math.abs(value))}}`;
}
