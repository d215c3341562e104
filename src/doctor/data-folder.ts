import { randomUUID } from 'node:crypto';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failed, ok, type Told, warning } from './finding.ts';

const LITTLE_MB = 100;
const TOO_LITTLE_MB = 5;

/** Whether there is a folder to keep things in, made if need be, and room in it. */
export async function checkDataFolder(folder: string): Promise<Told> {
  const path = resolve(folder);
  const trial = join(path, `.doctor-${randomUUID()}`);
  try {
    await mkdir(path, { recursive: true });
    await writeFile(trial, 'may this be written?', { flush: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') return full(path, 0);
    return failed(
      `nothing can be written to ${path}: ${code ?? message}`,
      `let this user write there (chown, chmod), or set DATA_DIR to a folder where it may`,
    );
  } finally {
    await rm(trial, { force: true }).catch(() => {}); // it was not made where the folder is none
  }
  const { bavail, bsize } = await statfs(path);
  const freeMb = (bavail * bsize) / 1e6;
  if (freeMb < TOO_LITTLE_MB) return full(path, freeMb);
  const free = `${freeMb < 1e3 ? `${Math.round(freeMb)} MB` : `${Math.round(freeMb / 1e3)} GB`} free`;
  if (freeMb < LITTLE_MB) return warning(`${path} can be written to, but has only ${free}`, MAKE_ROOM);
  return ok(`${path} can be written to; ${free}`);
}

const MAKE_ROOM = 'make room on that disk, or set DATA_DIR to a folder on another';

function full(path: string, freeMb: number): Told {
  return failed(`the disk of ${path} is full (${freeMb.toFixed(1)} MB free): nothing can be kept`, MAKE_ROOM);
}
