import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExamineOptions, examine } from '../../src/doctor/examine.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import type { Discord } from '../discord-double/index.ts';

/** Few commands, among them none that trains: what is looked at is something else. */
export const FEW_COMMANDS = new URL('../discord/child/commands/', import.meta.url);
export const ALL_COMMANDS = new URL('../../commands/', import.meta.url);

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'halflife-doctor-'));
}

/** All that is found with these settings, in an empty folder, by name. */
export async function examined(
  environment: Readonly<Record<string, string>>,
  options: Partial<ExamineOptions> = {},
): Promise<{ all: Finding[]; about: (name: string) => Finding[] }> {
  const folder = newFolder();
  const all: Finding[] = [];
  const findings = examine({
    file: join(folder, '.env'),
    environment: { DATA_DIR: join(folder, 'data'), PORT: '0', ...environment },
    commandsFolder: FEW_COMMANDS,
    ...options,
  });
  for await (const finding of findings) all.push(finding);
  return { all, about: (name) => all.filter(({ about }) => about === name) };
}

export function on(discord: Discord): Record<string, string> {
  return { DISCORD_TOKEN: discord.token, DISCORD_API: discord.api };
}
