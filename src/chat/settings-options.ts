import type { ServerSettings } from './memory.ts';
import { booleanOption, integerOption, textOption } from './options.ts';
import { plainText } from './plain-text.ts';
import { asTyped } from './quote.ts';

/** More than a server's settings have room to tell of. */
const MOST_CHANNELS = 25;
const CHANNEL = /^(?:<#)?(\d{17,20})>?$/u;

const channelsOption = textOption<ServerSettings['channels']>('Where mentions are answered: channels, or all', {
  read(text) {
    const words = plainText(text)
      .replaceAll('><', '> <')
      .split(/[\s,;]+/u)
      .filter((word) => word !== '');
    if (words.length === 1 && words[0]!.toLowerCase() === 'all') return { value: null };
    const ids = words.map((word) => CHANNEL.exec(word)?.[1]);
    if (ids.length === 0 || ids.includes(undefined)) {
      return { wrong: `${asTyped(text)}: mention channels, such as #general #homework, give their ids, or all` };
    }
    const different = [...new Set(ids)] as string[];
    if (different.length <= MOST_CHANNELS) return { value: different };
    return { wrong: `has ${different.length} channels: at most ${MOST_CHANNELS} work, or all` };
  },
  write: channelsInWords,
  suggest: () => [{ label: 'all: answer everywhere', value: 'all' }],
});

/** What can be set for a server. Each is left as it is where it is not given. */
export const settingsOptions = {
  channels: channelsOption.optional(),
  privately: booleanOption(
    'Whether replies to commands are for the asker alone, unless they say private:no',
  ).optional(),
  demos: booleanOption('Whether an answer comes with the chart of a run made just now').optional(),
  running: integerOption('How many of one person’s requests are worked on at once', {
    min: 1,
    max: 2,
    example: '2',
  }).optional(),
  waiting: integerOption('How many more of theirs may wait', { min: 0, max: 3, example: '3' }).optional(),
};

export function channelsInWords(channels: ServerSettings['channels']): string {
  return channels === null ? 'all' : channels.map((id) => `<#${id}>`).join(' ');
}

/** A setting as it would be typed. */
export function settingInWords<Name extends keyof ServerSettings>(name: Name, value: ServerSettings[Name]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return name === 'channels' ? channelsInWords(value as ServerSettings['channels']) : String(value);
}
