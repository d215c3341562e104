import { open, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { MAX_FILE_BYTES, tooLarge } from '../chat/file-limit.ts';
import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

/**
 * The files of one conversation. A reply's buttons name a file without its folder, so where it was is remembered: a
 * button means the file of that name that was read last.
 */
export class Files {
  readonly #paths = new Map<string, string>();

  /** Reads what a button names. Throws UserError. */
  openPressed(name: string): Promise<Uint8Array> {
    return this.#read(this.#paths.get(name) ?? name, name);
  }

  /** Reads the path somebody typed; one that is only a name may also be that of a file that was read. Throws UserError. */
  async openTyped(path: string): Promise<Uint8Array> {
    const known = this.#paths.get(path);
    const here = path.replace(/^~(?=\/)/u, homedir());
    return this.#read(known !== undefined && !(await exists(here)) ? known : here, path);
  }

  /** A file that a reply brought, and where it was saved: its buttons mean it by the name the reply gives it. */
  remember(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  async #read(path: string, typed: string): Promise<Uint8Array> {
    const content = await readFile(path, typed);
    this.#paths.set(basename(path), path);
    return content;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Never reads more than the limit, whatever the file says of its size. */
async function readFile(path: string, typed: string): Promise<Uint8Array> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw new UserError(`${quote(typed)} is a folder: name a file in it`);
    if (!about.isFile()) throw new UserError(`${quote(typed)} is not a file`);
    if (about.size > MAX_FILE_BYTES) throw tooLarge(typed, about.size);
    await using file = await open(path);
    const content = Buffer.alloc(MAX_FILE_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < content.length; length += read) {
      read = (await file.read(content, length)).bytesRead;
    }
    if (length > MAX_FILE_BYTES) throw tooLarge(typed, null);
    return content.subarray(0, length);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${quote(typed)} ${whyNot(error)}`, { cause: error });
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return `is not there: give the file's path from ${quote(process.cwd())}`;
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read: its permissions forbid it';
  return `cannot be read (${code})`;
}
