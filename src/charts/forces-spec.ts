import { count, figure } from '../findings/figures.ts';
import type { ForcesStudy } from '../findings/forces.ts';
import { forcesTitle, restFormula } from '../findings/forces-text.ts';
import { decayMask, networkOf } from '../training/network.ts';
import { pushIsDivided, restSlope } from '../training/theory/rest.ts';
import { settingsLine } from './settings-line.ts';
import type { ForcesChart } from './spec.ts';

/** The chart of what a `/forces` found; null where no run has an end to show. */
export function forcesSpec(study: ForcesStudy): ForcesChart | null {
  const { experiment, shown } = study;
  if (shown === null) return null;
  const { seed, firstWeights, finalWeights, forces } = shown.history;
  const decays = decayMask(networkOf(experiment), experiment.decayBiases);
  return {
    kind: 'forces',
    title: forcesTitle(study),
    subtitle: settingsLine([experiment]),
    seed,
    weights: finalWeights,
    push: forces!.push,
    fate: Uint8Array.from(finalWeights, (w, i) =>
      decays[i] === 0 ? FATE.spared : Math.abs(w) > Math.abs(firstWeights[i]!) ? FATE.grew : FATE.shrank,
    ),
    slope: restSlope(experiment),
    rest: restFormula(experiment),
    pushName: pushIsDivided(experiment) ? '−m̂/(√v̂ + ε)' : '−g',
    pullName: restSlope(experiment) === experiment.wd ? 'pull' : 'pull·(1 − μ)',
    courses: forces!.courses.map(({ steps, values, push }) => ({ steps, values, push })),
  };
}

/** What became of a weight. */
export const FATE = { shrank: 0, grew: 1, spared: 2 } as const;

/** The chart in words, with its numbers; what does not fit into `most` characters is left out, sentence by sentence. */
export function forcesAlt(chart: ForcesChart, study: ForcesStudy, most: number): string {
  const { balance } = study.shown!;
  const { of, grew, near, spared } = balance;
  const size = (value: number) => figure(Math.abs(value));
  const ways = chart.courses.map(({ values }) => `${size(values[0]!)} to ${size(values.at(-1)!)}`);
  const measured =
    study.experiment.wd === 0
      ? `The push at the end is ${figure(balance.push)} (root mean square).`
      : `${count(near)} of ${count(of)} weights lie within 5 % of the line ${chart.rest}; ` +
        `together they differ from it by ${figure(100 * balance.gap)} % of the pull.`;
  return [
    `Chart of the data’s push ${chart.pushName} on each weight against the weight, at the end of seed ${chart.seed}. ${chart.title}.`,
    `${chart.subtitle}.`,
    `${count(grew)} ${grew === 1 ? 'weight' : 'weights'} grew, ${count(of - grew)} shrank${spared > 0 ? `, ${count(spared)} biases are spared` : ''}.`,
    measured,
    `Sizes of the weights that changed most, start to end: ${ways.join('; ')}.`,
  ].reduce((text, part) => (text.length + 1 + part.length > most ? text : `${text} ${part}`));
}
