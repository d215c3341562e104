import { PermissionFlagsBits, PermissionsBitField, type RESTAPIPartialCurrentUserGuild } from 'discord.js';
import type { AskDiscord } from './discord-api.ts';
import { ok, type Told, warning } from './finding.ts';

/** What the bot must be allowed to do in a channel, as people see it called, and what goes wrong without it. */
export const NEEDED = [
  ['View Channels', PermissionFlagsBits.ViewChannel, 'it hears no mention'],
  ['Send Messages', PermissionFlagsBits.SendMessages, 'mentions get no answer'],
  ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads, 'mentions in threads get no answer'],
  ['Attach Files', PermissionFlagsBits.AttachFiles, 'answers to mentions come without their charts'],
  ['Read Message History', PermissionFlagsBits.ReadMessageHistory, 'it cannot answer below a message'],
] as const;

const ALL = new PermissionsBitField(NEEDED.map(([, bit]) => bit));

/** The address that installs the bot with what it needs. */
export function installLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    permissions: ALL.bitfield.toString(),
    scope: 'bot applications.commands',
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** More than this many servers are told of one at a time only if something is wrong with them, and then the first few. */
const TOLD_AT_MOST = 5;
const A_PAGE = 200;

/** What the bot lacks in each server it is in. Channels may take away more: that Discord does not tell. */
export async function checkServers(ask: AskDiscord, applicationId: string): Promise<Told[]> {
  const servers = await allServers(ask);
  const link = installLink(applicationId);
  if (servers.length === 0) {
    return [warning('the bot is in no server', `install it with ${link}; people may also install it for themselves`)];
  }
  const lacking = servers.flatMap(({ id, name, permissions }) => {
    const missing = missingFrom(permissions);
    return missing.length === 0 ? [] : [{ id, name, missing }];
  });
  const told = lacking.slice(0, TOLD_AT_MOST).map(({ id, name, missing }) => {
    const names = missing.map(([permission, , without]) => `${permission} (${without})`);
    return warning(
      `in ${JSON.stringify(name)} (${id}) the bot lacks ${names.join(', ')}`,
      `allow its role this in the server's settings, or install it anew with ${link}`,
    );
  });
  const rest = lacking.length - told.length;
  if (rest > 0)
    told.push(warning(`so it is in ${rest} more`, `see to their settings, or install it anew with ${link}`));
  const well = servers.length - lacking.length;
  const all = lacking.length === 0 ? '' : ' the other';
  return well === 0 ? told : [ok(`it may do what it needs in${all} ${counted(well, 'server')}`), ...told];
}

function missingFrom(permissions: string) {
  const has = new PermissionsBitField(BigInt(permissions));
  return NEEDED.filter(([, bit]) => !has.has(bit)); // an administrator has them all
}

async function allServers(ask: AskDiscord): Promise<RESTAPIPartialCurrentUserGuild[]> {
  const servers: RESTAPIPartialCurrentUserGuild[] = [];
  for (;;) {
    const last = servers.at(-1)?.id;
    const after = last === undefined ? '' : `&after=${last}`;
    const page = (await ask(`/users/@me/guilds?limit=${A_PAGE}${after}`)).body as RESTAPIPartialCurrentUserGuild[];
    servers.push(...page);
    if (page.length < A_PAGE) return servers;
  }
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
