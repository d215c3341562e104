/** What the bot remembers, as a command meets it: of one asker, and of the server they ask in. */
export interface Memory {
  /**
   * The asker's own finished experiments, the newest first: those that have all these words in their message or verdict,
   * where some are given. Rejects with MemoryUnavailableError.
   */
  past(wanted?: PastWanted): Promise<readonly PastExperiment[]>;
  /** Deletes all that is kept of the asker. Returns how many experiments that were. Rejects with MemoryUnavailableError. */
  forget(): Promise<number>;
  /** Null where they do not ask in a server. */
  readonly server: ServerMemory | null;
}

export interface PastWanted {
  readonly words?: string;
  /** 25 unless told otherwise. */
  readonly most?: number;
}

export interface PastExperiment extends FinishedExperiment {
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** As a button has it (writeLink): parseCustomId reads it. */
  readonly link: string;
}

/** What is kept of an experiment beside what asked for it. */
export interface FinishedExperiment {
  /** The finding's name, such as `helped`. */
  readonly verdict: string;
  /** The numbers that one would tell of it, in a few words: `validation loss 0.31 to 0.22`. At most 120 characters. */
  readonly headline: string;
}

export interface ServerMemory {
  /** Whether the asker may manage the server, as Discord said with this very request. */
  readonly mayManage: boolean;
  /** Rejects with MemoryUnavailableError. */
  settings(): Promise<ServerSettings>;
  /** Changes what is given and leaves the rest. Rejects with MemoryUnavailableError, and then nothing has changed. */
  change(changes: Partial<ServerSettings>): Promise<ServerSettings>;
}

/** How the bot behaves in one server. */
export interface ServerSettings {
  /** The ids of the channels where mentions are answered (and their threads); null for all. */
  readonly channels: readonly string[] | null;
  /** Whether replies are for the asker alone unless they say otherwise. */
  readonly privately: boolean;
  /** Whether answers come with a chart of a run made just now. */
  readonly demos: boolean;
  /** How many of one person's requests are worked on at once: 1 or 2. */
  readonly running: number;
  /** How many more may wait: 0 to 3. */
  readonly waiting: number;
}

export const USUAL_SETTINGS: ServerSettings = { channels: null, privately: false, demos: true, running: 2, waiting: 3 };

/** What is remembered cannot be reached at the moment: the disk is full, the database away. It may pass. */
export class MemoryUnavailableError extends Error {
  override readonly name = 'MemoryUnavailableError';

  constructor(cause: unknown) {
    super('what is remembered cannot be reached', { cause });
  }
}

/** For where nothing is remembered. */
export const NO_MEMORY: Memory = { past: async () => [], forget: async () => 0, server: null };
