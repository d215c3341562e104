import { Client, Events, GatewayIntentBits, type Interaction } from 'discord.js';
import type { Discord } from './index.ts';

/** A real discord.js client logged in to this Discord, for the double's own tests. */
export interface TrialBot extends AsyncDisposable {
  readonly client: Client<true>;
  /** What its listeners threw; a bot must never let those end the process. */
  readonly errors: Error[];
}

export async function logIn(
  discord: Discord,
  onInteraction: (interaction: Interaction) => unknown = () => undefined,
  intents: GatewayIntentBits[] = [GatewayIntentBits.Guilds],
): Promise<TrialBot> {
  const client = new Client({ ...discord.clientOptions, intents });
  const errors: Error[] = [];
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.InteractionCreate, async (interaction) => {
    try {
      await onInteraction(interaction);
    } catch (error) {
      errors.push(error as Error);
    }
  });
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
  await client.login(discord.token);
  await ready;
  return {
    client: client as Client<true>,
    errors,
    [Symbol.asyncDispose]: () => client.destroy(),
  };
}

export const TRAIN = {
  name: 'train',
  description: 'Trains a small model',
  options: [
    { type: 3, name: 'lr', description: 'The learning rate', required: true, autocomplete: true },
    { type: 3, name: 'wd', description: 'The weight decay' },
    { type: 4, name: 'steps', description: 'How many steps', min_value: 1, max_value: 10_000 },
  ],
};

/** The smallest picture there is: one transparent pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
