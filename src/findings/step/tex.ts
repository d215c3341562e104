import { type Write, writeSetting } from './digits.ts';

/** A number as TeX; `factor` in brackets where it is negative, to stand behind a dot. */
export interface Tex {
  (value: number): string;
  /** lr, wd, and what comes from them alone. */
  setting(value: number): string;
  factor(value: number): string;
  /** a + b − c */
  sum(values: readonly number[]): string;
}

export function texWriter(write: Write): Tex {
  const marked = (number: string) => number.replaceAll('−', '-').replace(/e(-?)/u, '\\mathrm{e}{$1}');
  const tex = (value: number) => marked(write(value));
  const setting = (value: number) => marked(writeSetting(value));
  const factor = (value: number) => (value < 0 ? `(${tex(value)})` : tex(value));
  const sum = (values: readonly number[]) =>
    values.map((value, i) => (i === 0 ? tex(value) : `${value < 0 ? '-' : '+'} ${tex(Math.abs(value))}`)).join(' ');
  return Object.assign(tex, { setting, factor, sum });
}

/** Rows of cells, the first with a rule below it. `columns` as LaTeX's array has them. */
export function table(columns: string, [head, ...rows]: readonly (readonly string[])[]): string {
  const lines = [`${head!.join(' & ')} \\\\ \\hline`, ...rows.map((row) => `${row.join(' & ')} \\\\`)];
  return `\\begin{array}{${columns}} ${lines.join(' ')} \\end{array}`;
}
