import type { Settings } from './settings.ts';

/** What a secret becomes wherever it would have been written. */
export const SECRET = '[secret]';

/** What is shorter may as well be a part of a word: it is taken out where it stands in its address alone. */
const LEAST = 8;

/**
 * What of the settings must never be written: the bot's token, whole and in the two parts that say something, the
 * database's password as it is and as it stands in its address, and that address.
 */
export function secretsOf({ discord, storage }: Pick<Settings, 'discord' | 'storage'>): string[] {
  return [
    ...(discord === null ? [] : tokenParts(discord.token)),
    ...('databaseUrl' in storage ? databaseParts(storage.databaseUrl) : []),
  ].filter((secret) => secret !== '');
}

/** The bot's id and the time of the reset are joined in front; only what comes last cannot be guessed. */
function tokenParts(token: string): string[] {
  const end = token.lastIndexOf('.');
  return [token, ...[token.slice(0, Math.max(end, 0)), token.slice(end + 1)].filter(({ length }) => length >= LEAST)];
}

function databaseParts(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { href, password, searchParams } = new URL(address);
  const passwords = [password, decoded(password), searchParams.get('password') ?? ''];
  return [address, href, ...passwords.filter(({ length }) => length >= LEAST)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that stands for itself
  }
}

/** Shapes of secrets that are not known beforehand, and what is left of each. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // Interaction tokens are the base64 of `interaction:`, an id and something random, and live for 15 minutes.
  [/aW50ZXJhY3Rpb246[\w+/=-]*/gu, SECRET],
  [/(\/(?:webhooks|interactions)\/[^/?\s"]+\/)[^/?\s":]+/gu, `$1${SECRET}`],
  // An address with a password in it.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*:)[^\s"/]+@/giu, `$1${SECRET}@`],
];

/** Takes these secrets, and whatever has the shape of one, out of a text. */
export function withoutSecrets(secrets: readonly string[]): (text: string) => string {
  // The longest first: the password is a part of the address.
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return (text) => {
    const unknown = known.reduce((rest, secret) => rest.replaceAll(secret, SECRET), text);
    return SHAPES.reduce((rest, [shape, left]) => rest.replaceAll(shape, left), unknown);
  };
}
