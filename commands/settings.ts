import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { command } from '../src/chat/command.ts';
import type { ServerSettings } from '../src/chat/memory.ts';
import { type Button, type Reply, say } from '../src/chat/reply.ts';
import { settingInWords, settingsOptions } from '../src/chat/settings-options.ts';
import { UserError } from '../src/chat/user-error.ts';

type Name = keyof ServerSettings;
const NAMES: readonly Name[] = ['channels', 'privately', 'demos', 'running', 'waiting'];

export default command({
  name: 'settings',
  description: 'How Halflife behaves in this Discord server: for those who may manage it',
  for: 'managers',
  secret: true,
  options: z.object(settingsOptions),
  examples: ['/settings', '/settings privately:yes', '/settings channels:all demos:no'],
  async run(given, { memory: { server } }): Promise<Reply> {
    if (server === null)
      throw new UserError('/settings is about a server: use it in a Discord server that you may manage');
    // Discord was told to offer it to no one else; that is a hint to its app, and no check.
    if (!server.mayManage) {
      throw new UserError('/settings is for those who may manage this server: ask one of them to change it for you');
    }
    const before = await server.settings();
    const changes = changesIn(given);
    const after = Object.keys(changes).length === 0 ? before : await server.change(changes);
    const changed = NAMES.filter((name) => !isDeepStrictEqual(before[name], after[name]));
    const text = [
      leadOf(Object.keys(changes).length > 0, changed, before, after),
      NAMES.map((name) => `- \`${name}\` ${settingInWords(name, after[name])}: ${meaningOf(name, after)}`).join('\n'),
      '-# To change one: `/settings privately:yes`. Channels by mentioning them, or `channels:all`.',
    ].join('\n\n');
    return { ...say(text, { private: true }), buttons: buttonsFor(after), data: after };
  },
});

/** Those that were given. */
function changesIn(given: { readonly [Each in Name]?: ServerSettings[Each] | undefined }): Partial<ServerSettings> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function leadOf(isChange: boolean, changed: readonly Name[], before: ServerSettings, after: ServerSettings): string {
  if (!isChange) return '**How I behave in this server**';
  if (changed.length === 0) return '**Nothing changed**: it was so already.';
  const [was, is] = [before, after].map((all) => (name: Name) => settingInWords(name, all[name]));
  // Two lists of channels would leave no room for the rest, and the new one stands below.
  const words = (name: Name) => (name === 'channels' ? name : `${name} from ${was!(name)} to ${is!(name)}`);
  return `**Changed**: ${changed.map(words).join(', ')}.`;
}

function meaningOf(name: Name, { channels, privately, demos, running, waiting }: ServerSettings): string {
  switch (name) {
    case 'channels':
      return channels === null
        ? 'mentions are answered in every channel'
        : 'mentions are answered there and in their threads; commands work everywhere';
    case 'privately':
      return privately
        ? 'replies to commands are for the asker alone, unless they say `private:no`; below mentions all see them'
        : 'replies are for all to see';
    case 'demos':
      return demos ? 'answers come with the chart of a run made just now' : 'answers come without a run of their own';
    case 'running':
      return `of one person’s requests ${running === 1 ? 'one is' : 'two are'} worked on at once`;
    case 'waiting':
      return waiting === 0 ? 'and none may wait' : `and ${waiting} more may wait`;
  }
}

/** What is switched with one press. */
function buttonsFor({ channels, privately, demos }: ServerSettings): Button[] {
  const set = (label: string, options: Button['sends']['options']): Button => ({
    label,
    sends: { command: 'settings', options },
  });
  return [
    privately ? set('Reply for all', { privately: 'false' }) : set('Reply privately', { privately: 'true' }),
    demos ? set('No demo charts', { demos: 'false' }) : set('With demo charts', { demos: 'true' }),
    ...(channels === null ? [] : [set('Answer in every channel', { channels: 'all' })]),
  ];
}
