import { MAX_FILE_BYTES, tooLarge } from '../chat/file-limit.ts';
import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

/** Reads the file of this name, of those that came with a request. Throws UserError where there is none, or too large a one. */
export async function openAttached(there: readonly File[], name: string): Promise<Uint8Array> {
  const file =
    there.find((each) => each.name === name) ??
    there.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  if (file === undefined) {
    const others = there.slice(0, 3).map((each) => quote(each.name));
    const came = others.length === 0 ? '' : `, but ${others.join(', ')}`;
    throw new UserError(`no file named ${quote(name)} came with it${came}: attach it again`);
  }
  if (file.size > MAX_FILE_BYTES) throw tooLarge(file.name, file.size);
  return file.bytes();
}
