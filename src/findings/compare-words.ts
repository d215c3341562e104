import { type Experiment, usesMomentum } from '../training/experiment.ts';
import { count, setting } from './figures.ts';
import { seeds, stepsWord } from './wording.ts';

/** What the two are called in sentences: a small a would read as a word. */
export type Letter = 'A' | 'B';

/** What two experiments have in common and what not, each setting in a word or two. */
export interface Differences {
  /** The settings of A that B has otherwise, and the other way round, in the same order; none if both train alike. */
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly same: readonly string[];
}

export function differencesOf(a: Experiment, b: Experiment): Differences {
  const [ofA, ofB] = [settingsInWords(a), settingsInWords(b)];
  const told = (words: string, index: number) => words !== '' && ofA[index] !== ofB[index];
  // That biases decay too is worth a word only where the other spares them.
  const both = ofA.includes(BIASES_SPARED) || ofB.includes(BIASES_SPARED);
  const worthIt = (words: string) => both || words !== USUAL.biases;
  return {
    a: ofA.filter(told).filter(worthIt),
    b: ofB.filter(told).filter(worthIt),
    same: ofA.filter((words, index) => words !== '' && words === ofB[index] && !UNSAID.includes(words)),
  };
}

const BIASES_SPARED = 'biases spared';
const USUAL = { biases: 'biases decay too', schedule: 'constant lr', batch: 'full batch' } as const;
/** What goes without saying where both have it. */
const UNSAID: readonly string[] = Object.values(USUAL);

/** One entry a setting, in the order in which they are told; empty where it has no meaning. */
function settingsInWords(experiment: Experiment): string[] {
  const { task, optimizer, momentum, nesterov, lr, wd, decayBiases, schedule, batch, hidden, steps } = experiment;
  const momentumWords = momentum === 0 ? 'no momentum' : `${nesterov ? 'Nesterov ' : ''}momentum ${setting(momentum)}`;
  return [
    task,
    optimizer,
    usesMomentum(optimizer) ? momentumWords : '',
    `lr ${setting(lr)}`,
    wd === 0 ? 'no decay' : `wd ${setting(wd)}`,
    wd === 0 ? '' : decayBiases ? USUAL.biases : BIASES_SPARED,
    schedule === 'constant' ? USUAL.schedule : schedule,
    batch === 'all' ? USUAL.batch : `batch ${batch}`,
    hidden.length === 0 ? 'linear' : `hidden ${hidden.join('-')}`,
    hidden.length === 0 ? '' : experiment.activation,
    `${count(steps)} ${stepsWord(steps)}`,
    seeds(experiment.seeds),
  ];
}

/** `adamw (B)`: what tells it from the other, and its letter. */
export function namedBy(words: readonly string[], letter: Letter): string {
  return words.length === 0 ? letter : `${words.join(', ')} (${letter})`;
}

const WIDEST_LABEL = 12;

/** `B: adamw`, as it stands at a line: as much of what tells it from the other as there is room for. */
export function lineLabel(words: readonly string[], letter: Letter): string {
  const fitting = words.map((_, index) => `${letter}: ${words.slice(0, index + 1).join(', ')}`);
  return fitting.findLast((label) => label.length <= WIDEST_LABEL) ?? letter;
}
