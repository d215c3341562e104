import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium as playwright } from 'playwright-core';
import packageFile from '../../../package.json' with { type: 'json' };

/** The browser of @sparticuz/chromium, which comes from npm as an archive. */

const CACHE = new URL('../../../node_modules/.cache/halflife-browser/', import.meta.url);
const UNPACKED = new URL(`${packageFile.devDependencies['@sparticuz/chromium']}/`, CACHE);

/** Half of an archive that nobody goes on unpacking: a whole one takes seconds. */
const ABANDONED_MS = 10 * 60_000;

/**
 * Its executable, unpacked once. The package unpacks into the folder for temporary files, where two processes at once
 * read each other's halves and a half stays for ever: here each has a folder of its own, and a whole one is renamed.
 */
async function executable(): Promise<string> {
  if (!existsSync(UNPACKED)) {
    await mkdir(CACHE, { recursive: true });
    await removeAbandoned();
    const own = new URL(`unpacking-${randomUUID()}/`, CACHE);
    await mkdir(own);
    try {
      await unpackInto(own);
      await rename(own, UNPACKED);
    } catch (error) {
      await rm(own, { recursive: true });
      // Another process may have been faster: what it unpacked is the same.
      if (!existsSync(UNPACKED)) throw error;
    }
  }
  return fileURLToPath(new URL('chromium', UNPACKED));
}

async function unpackInto(folder: URL): Promise<void> {
  const unpack = "await (await import('@sparticuz/chromium')).default.executablePath()";
  const env = { ...process.env, TMPDIR: fileURLToPath(folder) };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpack], {
    cwd: fileURLToPath(new URL('./', import.meta.url)),
    env,
  });
}

async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const folder = new URL(`${name}/`, CACHE);
    const made = await stat(folder).catch(() => null);
    if (!name.startsWith('unpacking-') || made === null || Date.now() - made.mtimeMs < ABANDONED_MS) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The package's own arguments are for a cloud function: with them everything is one process, and no site is kept from
 * another's, which is among what is tested.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** Why the tests in the browser are skipped where it does not start. */
export interface Lack {
  readonly lack: string;
}

/** Throws where it does not start though it has to: in CI on the platform that it is built for. */
export async function launchBrowser(): Promise<Browser | Lack> {
  try {
    return await playwright.launch({ executablePath: await executable(), args: ARGUMENTS });
  } catch (error) {
    const must = process.env['CI'] !== undefined && process.platform === 'linux' && process.arch === 'x64';
    if (must) throw error;
    const [why] = (error as Error).message.split('\n');
    return { lack: `no browser starts on ${process.platform} ${process.arch}: ${why}` };
  }
}
