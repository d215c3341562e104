import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import type { Reply } from '../chat/reply.ts';

/** Where a reply's pictures and files were written. */
export interface SavedReply {
  readonly pictures: readonly { readonly path: string; readonly alt: string }[];
  readonly files: readonly { readonly path: string }[];
}

/** The output folder cannot be written. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError';

  constructor(folder: string, cause: unknown) {
    const why = hasCode(cause) ? cause.code : String(cause);
    super(`the folder "${folder}" cannot be written into (${why})`, { cause });
  }
}

/** Writes a reply's pictures and files, never over earlier ones. Throws OutFolderError. */
export async function saveReply(reply: Reply, folder: string): Promise<SavedReply> {
  const pictures: { path: string; alt: string }[] = [];
  const files: { path: string }[] = [];
  for (const { name, png, alt } of reply.pictures) pictures.push({ path: await writeNew(folder, name, png), alt });
  for (const { name, content } of reply.files) files.push({ path: await writeNew(folder, name, content) });
  return { pictures, files };
}

/** Writes `train.png`, or the first of `train-2.png`, `train-3.png`, … that there is not yet. Returns its path. */
async function writeNew(folder: string, name: string, content: Uint8Array): Promise<string> {
  const { name: stem, ext } = parse(basename(name));
  try {
    await mkdir(folder, { recursive: true });
    for (let copy = 1; ; copy++) {
      const path = join(folder, copy === 1 ? `${stem}${ext}` : `${stem}-${copy}${ext}`);
      if (await writeIfNew(path, content)) return path;
    }
  } catch (error) {
    throw new OutFolderError(folder, error);
  }
}

async function writeIfNew(path: string, content: Uint8Array): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error) && error.code === 'EEXIST') return false;
    throw error;
  }
}

function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
