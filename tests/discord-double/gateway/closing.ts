import { GatewayCloseCodes as Close, type GatewayIdentifyData, GatewayIntentBits } from 'discord-api-types/v10';

/** Why a connection is closed on a client: one of Discord's close codes. */
export class Closing extends Error {
  override readonly name = 'Closing';
  readonly code: number;

  constructor(code: Close, reason: string) {
    super(reason);
    this.code = code;
  }
}

export const invalidApiVersion = () => new Closing(Close.InvalidAPIVersion, 'Invalid API version');
export const decodeError = () => new Closing(Close.DecodeError, 'Error while decoding payload');
export const unknownOpcode = () => new Closing(Close.UnknownOpcode, 'Unknown opcode');
export const notAuthenticated = () => new Closing(Close.NotAuthenticated, 'Not authenticated');
export const alreadyAuthenticated = () => new Closing(Close.AlreadyAuthenticated, 'Already authenticated');
export const authenticationFailed = () => new Closing(Close.AuthenticationFailed, 'Authentication failed');
export const invalidSequence = () => new Closing(Close.InvalidSeq, 'Invalid seq');

const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;

/** Throws what Discord closes the connection with when it will not have a client. */
export function checkIdentify(
  { token, intents, shard = [0, 1] }: GatewayIdentifyData,
  allowed: { readonly token: string; readonly privilegedIntents: number },
): void {
  if (token !== allowed.token) throw authenticationFailed();
  if (shard[0] >= shard[1]) throw new Closing(Close.InvalidShard, 'Invalid shard');
  if (!Number.isInteger(intents) || intents < 0) throw new Closing(Close.InvalidIntents, 'Invalid intents');
  if ((intents & PRIVILEGED & ~allowed.privilegedIntents) !== 0) {
    throw new Closing(Close.DisallowedIntents, 'Disallowed intents');
  }
}
