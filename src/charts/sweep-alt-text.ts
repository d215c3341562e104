import { count, figure, setting } from '../findings/figures.ts';
import type { SweepChart } from './spec.ts';

/** The map in words, row by row from the smallest lr: as many rows as fit into `most` characters. */
export function sweepAltText(chart: SweepChart, most: number): string {
  const { title, subtitle, lrs, wds, cells, baseline, noiseFloor } = chart;
  const diverged = cells.filter(({ loss }) => loss === null).length;
  const all = lrs.length * wds.length;
  const rows = lrs.flatMap((lr, row) => {
    const losses = cells.filter((cell) => cell.row === row);
    const finished = losses.flatMap(({ loss, column }) => (loss === null ? [] : [{ loss, column }]));
    if (losses.length === 0) return [];
    if (finished.length === 0) return [`lr ${setting(lr)}: all diverged.`];
    const best = finished.reduce((least, each) => (each.loss < least.loss ? each : least));
    const none = finished.find(({ column }) => wds[column] === 0);
    const without = none === undefined || none === best ? '' : `; no decay ${figure(none.loss)}`;
    const wd = wds[best.column] === 0 ? 'no decay' : `wd ${setting(wds[best.column]!)}`;
    return [`lr ${setting(lr)}: lowest ${figure(best.loss)} with ${wd}${without}.`];
  });
  return [
    `Heat map of validation loss, ${lrs.length} lrs by ${wds.length} wds. ${title}.`,
    `${subtitle}.`,
    cells.length < all ? `${count(cells.length)} of ${count(all)} cells are done.` : '',
    diverged === 0 ? '' : `${count(diverged)} cells diverged.`,
    baseline === null ? '' : `${baseline.subject} scores ${figure(baseline.loss)}.`,
    noiseFloor === null ? '' : `The noise alone is ${figure(noiseFloor)}.`,
    ...rows,
  ]
    .filter((part) => part !== '')
    .reduce((text, part) => (text.length + 1 + part.length > most ? text : `${text} ${part}`));
}
