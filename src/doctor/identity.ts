import { type APIApplication, type APIUser, ApplicationFlags, ApplicationFlagsBitField } from 'discord.js';
import type { AskDiscord } from './discord-api.ts';
import { failed, ok, type Told } from './finding.ts';

/** Whose token it is. */
export async function checkToken(ask: AskDiscord): Promise<Told> {
  const user = (await ask('/users/@me')).body as APIUser;
  return ok(`Discord takes it: the bot is ${user.username}`);
}

export interface Application {
  readonly id: string;
  readonly told: Told[];
}

const PORTAL = 'at https://discord.com/developers/applications';

const PRIVILEGED = {
  'message content': ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited,
  'server members': ApplicationFlags.GatewayGuildMembers | ApplicationFlags.GatewayGuildMembersLimited,
  presence: ApplicationFlags.GatewayPresence | ApplicationFlags.GatewayPresenceLimited,
};

/** How the application is set up in the developer portal. */
export async function checkApplication(ask: AskDiscord): Promise<Application> {
  const application = (await ask('/applications/@me')).body as APIApplication;
  const { id, interactions_endpoint_url, bot_require_code_grant } = application;
  const told = [intents(application)];
  if (typeof interactions_endpoint_url === 'string' && interactions_endpoint_url !== '') {
    told.push(
      failed(
        'an Interactions Endpoint URL is set: Discord sends commands and buttons there, and this bot never hears of them',
        `take it out on the General Information page of your application ${PORTAL}`,
      ),
    );
  }
  if (bot_require_code_grant === true) {
    told.push(
      failed(
        'Requires OAuth2 Code Grant is on: the install link will not work',
        `turn it off on the Bot page of your application ${PORTAL}`,
      ),
    );
  }
  return { id, told };
}

function intents({ flags }: APIApplication): Told {
  const set = new ApplicationFlagsBitField(Number(flags ?? 0));
  const on = Object.entries(PRIVILEGED).flatMap(([name, bits]) => (set.any(bits) ? [name] : []));
  const used = 'it uses Guilds, GuildMessages and DirectMessages, which need no leave';
  if (on.length === 0) return ok(`${used}; no privileged intent is on, and none is needed, message content neither`);
  return ok(`${used}; ${on.join(', ')} is on in the portal, which Halflife has no use for and may be turned off`);
}
