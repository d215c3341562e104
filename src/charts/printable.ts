import type { TrainChart } from './spec.ts';
import type { MeasureText } from './text-widths.ts';
import { SIZE } from './theme.ts';

/** The widest name of an arm there is room for beside its line. */
const WIDEST_NAME = 130;

/** The chart with texts an SVG can hold (XML has no control characters, no half pairs) and names that fit. */
export function printable(chart: TrainChart, measure: MeasureText): TrainChart {
  return {
    ...chart,
    title: clean(chart.title),
    subtitle: clean(chart.subtitle),
    arms: chart.arms.map((arm) => ({ ...arm, label: shortened(clean(arm.label), measure) })),
  };
}

export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]+/gu, ' ')
    .trim();
}

function shortened(name: string, measure: MeasureText): string {
  if (measure(name, SIZE.label, true) <= WIDEST_NAME) return name;
  let letters = [...name];
  while (letters.length > 1 && measure(`${letters.join('')}…`, SIZE.label, true) > WIDEST_NAME)
    letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}
