import { DiscordAPIError, HTTPError } from 'discord.js';
import { z } from 'zod';
import { command } from '../../../src/chat/command.ts';
import { choiceOption } from '../../../src/chat/options.ts';
import { say } from '../../../src/chat/reply.ts';
import { INTERACTION_TOKEN } from '../interaction-token.ts';

const URL_OF_REPLY = `https://discord.com/api/v10/webhooks/1234567890123456789/${INTERACTION_TOKEN}/messages/@original`;

function everythingSecret(): string {
  const { DISCORD_TOKEN, DATABASE_URL } = process.env;
  return `Bot ${DISCORD_TOKEN} ${DATABASE_URL} ${new URL(DATABASE_URL!).password} ${URL_OF_REPLY}`;
}

function errors(): Error[] {
  const request = { files: [], body: { content: everythingSecret() } };
  return [
    new Error(everythingSecret(), { cause: new TypeError(everythingSecret()) }),
    new DiscordAPIError({ code: 10_015, message: 'Unknown Webhook' }, 10_015, 404, 'PATCH', URL_OF_REPLY, request),
    new HTTPError(503, 'Service Unavailable', 'PATCH', URL_OF_REPLY, request),
    Object.assign(new Error('Invalid URL'), { code: 'ERR_INVALID_URL', input: everythingSecret() }),
  ];
}

const SPILLS: Record<string, () => void> = {
  throws: () => {
    throw errors()[0];
  },
  several: () => {
    throw new AggregateError(errors(), everythingSecret(), { cause: errors()[1] });
  },
  unwaited: () => {
    for (const error of errors()) void Promise.reject(error);
    void Promise.reject({ text: everythingSecret() });
  },
  warns: () => process.emitWarning(everythingSecret()),
  crashes: () => {
    setTimeout(() => {
      throw errors()[1];
    }, 50);
  },
};

export default command({
  name: 'spill',
  description: 'Fails with everything secret in hand',
  options: z.object({ how: choiceOption('How it fails', Object.keys(SPILLS)) }),
  run: async ({ how }) => {
    SPILLS[how]!();
    return say(`spilt: ${how}`);
  },
});
