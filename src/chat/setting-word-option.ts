import { setting } from '../findings/figures.ts';
import { withDefaults } from './experiment-defaults.ts';
import { type ExperimentFields, experimentSettings } from './experiment-settings.ts';
import { type Suggest, type Suggestion, textOption } from './options.ts';
import { knownWords, readSettingWords, writeSettingWords } from './setting-words.ts';

/** An option that takes settings in a few words, such as `lr 0.05 wd 0.01 adamw`. */
export function settingWordsOption(description: string) {
  return textOption<ExperimentFields>(description, { read: readSettingWords, write: writeSettingWords, suggest });
}

/** What is worth comparing with the default, before anything is typed. */
const WORTH_TRYING = [
  'default',
  'no decay',
  'adamw',
  'adam',
  'sgdw',
  'momentum 0',
  'cosine',
  'batch 5',
  'relu',
  'hidden 128',
];

const MOST = 10;
const MAX_LENGTH = 100;

/** What is typed already if it can be read, then what its last word may become; each with the lr and wd it would train. */
const suggest: Suggest = (typed, others) => {
  const start = typed.trimStart();
  if (start === '') return WORTH_TRYING.flatMap((words) => suggestion(words, others));
  if (start.length > MAX_LENGTH) return []; // what begins so is too long to be offered
  const last = /\S*$/u.exec(start)![0];
  const before = start.slice(0, start.length - last.length);
  const endings = knownWords().filter((word) => word.startsWith(last.toLowerCase()) && word !== last.toLowerCase());
  return [start, ...endings.map((word) => `${before}${word}`)]
    .flatMap((words) => suggestion(words, others))
    .slice(0, MOST);
};

function suggestion(words: string, others: Readonly<Record<string, string>>): Suggestion[] {
  const read = readSettingWords(words);
  if ('wrong' in read || words.length > MAX_LENGTH) return [];
  const task = read.value.task ?? experimentSettings.task.safeParse(others['task']).data;
  const { optimizer, lr, wd } = withDefaults({ ...read.value, task });
  const label = `${words}: ${optimizer}, lr ${setting(lr)}, ${wd === 0 ? 'no decay' : `wd ${setting(wd)}`}`;
  return [{ label: label.length <= MAX_LENGTH ? label : words, value: words }];
}
