import { MAX_FILE_BYTES, tooLarge } from '../chat/file-limit.ts';
import { fileNamed } from '../chat/file-named.ts';

/** Reads the file of this name, of those that came with a request. Throws UserError where there is none, or it is too large. */
export async function openAttached(there: readonly File[], name: string): Promise<Uint8Array> {
  const file = fileNamed(there, name);
  if (file.size > MAX_FILE_BYTES) throw tooLarge(file.name, file.size);
  return file.bytes();
}
