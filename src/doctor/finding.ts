/** What a check found: one line for whoever runs the bot. */
export interface Finding {
  readonly state: State;
  /** What was looked at, in a word or two. */
  readonly about: string;
  readonly says: string;
  /** What to do about it: for all but what is well. */
  readonly remedy?: string;
}

/** 'warning': it works, but not as well as it could; 'skipped': there was nothing to look at, or no way to. */
export type State = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a check says of itself; `about` is put to it by its name. */
export type Told = Omit<Finding, 'about'>;

/** What is said of a database, and whether the bot has made its tables there. */
export interface DatabaseChecked {
  readonly told: Told;
  readonly hasTables: boolean;
}

export function ok(says: string): Told {
  return { state: 'ok', says };
}

export function warning(says: string, remedy: string): Told {
  return { state: 'warning', says, remedy };
}

export function failed(says: string, remedy: string): Told {
  return { state: 'failed', says, remedy };
}

export function skipped(says: string): Told {
  return { state: 'skipped', says };
}
