import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readEnvironment, readSettings, type Settings, SettingsError } from '../settings.ts';
import { failed, ok, type Told, warning } from './finding.ts';

export interface SettingsChecked {
  /** Null where they cannot be used. */
  readonly settings: Settings | null;
  readonly told: Told[];
}

const EXAMPLE = new URL('../../.env.example', import.meta.url);

const SHOWN_IN = 'put it right in .env or in the environment; .env.example explains each setting';

/** Reads the settings as the bot does. Says of every value that cannot be used why not; shows none. */
export function checkSettings(file: string, real: Readonly<Record<string, string | undefined>>): SettingsChecked {
  try {
    const variables = readEnvironment(file, real);
    const settings = readSettings(variables);
    const names = namesIn(readFileSync(EXAMPLE, 'utf8'));
    const given = names.filter((name) => (variables[name] ?? '').trim() !== '');
    const from = existsSync(file) ? `${file} and the environment` : `the environment (there is no ${file})`;
    const what = given.length === 0 ? 'nothing is set: everything is as usual' : `${given.join(', ')}`;
    return { settings, told: [ok(`${from}: ${what}`), ...unknownIn(file, names)] };
  } catch (error) {
    if (error instanceof SettingsError) {
      return { settings: null, told: error.problems.map((problem) => failed(problem, SHOWN_IN)) };
    }
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      settings: null,
      told: [failed(`${file} cannot be read: ${code ?? message}`, `let this user read it: chmod u+r ${file}`)],
    };
  }
}

/** Lines of the file that set what nothing here reads: mistyped, or of another version. */
function unknownIn(file: string, known: readonly string[]): Told[] {
  if (!existsSync(file)) return [];
  const unknown = namesIn(readFileSync(file, 'utf8')).filter((name) => !known.includes(name));
  if (unknown.length === 0) return [];
  return [
    warning(
      `${file} sets ${unknown.join(', ')}, which nothing here reads`,
      `its names should be among ${known.join(', ')}`,
    ),
  ];
}

function namesIn(text: string): string[] {
  return Object.keys(parseEnv(text));
}
