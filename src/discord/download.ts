import type { Attachment } from 'discord.js';
import { MAX_FILE_BYTES, tooLarge } from '../chat/file-limit.ts';
import { fileNamed } from '../chat/file-named.ts';
import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

const DISCORDS_OWN = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** How long a file of at most 1 MB may take. */
export const DOWNLOAD_MS = 10_000;

/** What Discord says of a file that came with a command, or stands on a message. */
export type FileThere = Pick<Attachment, 'name' | 'size' | 'url'>;

export interface DownloadOptions {
  /** The origins that files may come from. */
  readonly origins: readonly string[];
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Where Discord keeps attachments: its two hosts, and beside them the place that stands for Discord, if there is one. */
export function attachmentOrigins(api: string): string[] {
  const { origin } = new URL(api);
  return origin === 'https://discord.com' ? DISCORDS_OWN : [...DISCORDS_OWN, origin];
}

/**
 * Finds the file of this name, to be read with what is returned. Throws UserError where there is none or it says itself
 * that it is too large; reading rejects with one where it is, or cannot be had.
 */
export function findAttachment(
  there: readonly FileThere[],
  name: string,
  options: DownloadOptions,
): () => Promise<Uint8Array> {
  const file = fileNamed(there, name);
  if (file.size > MAX_FILE_BYTES) throw tooLarge(file.name, file.size);
  return () => download(file, options);
}

/** Never reads more than the limit, whatever is said of the size, nor from anywhere else, whatever the answer says. */
async function download(file: FileThere, { origins, limitMs, signal }: DownloadOptions): Promise<Uint8Array> {
  if (!isFrom(origins, file.url)) throw unavailable(file, 'it is not among the files that Discord keeps');
  const late = AbortSignal.timeout(limitMs);
  const cut = new AbortController();
  try {
    const response = await fetch(file.url, { redirect: 'error', signal: AbortSignal.any([signal, late, cut.signal]) });
    if (!response.ok) throw unavailable(file, `Discord says ${response.status}`);
    if (Number(response.headers.get('content-length')) > MAX_FILE_BYTES) throw tooLarge(file.name, null);
    return await upToLimit(file, response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw unavailable(file, late.aborted ? `it took longer than ${limitMs / 1_000} s` : 'the way to it is cut', error);
  } finally {
    cut.abort(); // of what was not read nothing more comes
  }
}

async function upToLimit({ name }: FileThere, { body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_FILE_BYTES) throw tooLarge(name, null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isFrom(origins: readonly string[], address: string): boolean {
  return URL.canParse(address) && origins.some((origin) => new URL(address).href.startsWith(`${origin}/`));
}

function unavailable({ name }: FileThere, why: string, cause?: unknown): UserError {
  return new UserError(`${quote(name)} could not be had (${why}): attach it again`, { cause });
}
