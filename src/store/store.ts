import type { MissedQuestion } from '../chat/command.ts';
import type { FinishedExperiment, Memory, ServerSettings } from '../chat/memory.ts';

/**
 * What outlives the process: a file of SQLite here, PostgreSQL across machines, the same to whoever uses it. Whatever
 * can fail rejects with MemoryUnavailableError.
 */
export interface Store {
  readonly requests: RequestStore;
  readonly missed: MissedQuestionStore;
  /** What a command may know: of this person alone. */
  memoryOf(asker: Asker): Memory;
  /** Keeps one of a person's experiments. */
  keep(asker: Asker, experiment: FinishedExperiment & { readonly link: string }): Promise<void>;
  /**
   * How the bot behaves in a server: asked before every reply, so it is answered from what was read within the last
   * half minute. Never rejects: where nothing can be read it is as it was last, or as usual.
   */
  settingsOf(server: string): Promise<ServerSettings>;
  /** Deletes what is kept of a server that the bot was removed from: its settings. */
  forgetServer(server: string): Promise<void>;
  /** Deletes what is older than RETENTION says. Returns how much of each. */
  forgetOld(): Promise<Forgotten>;
  /** Resolves once it has answered. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Who asks, by the id their surface knows them by, such as `discord:1234`. It is hashed before anything is kept. */
export interface Asker {
  readonly person: string;
  readonly server: { readonly id: string; readonly mayManage: boolean } | null;
}

export interface Forgotten {
  readonly requests: number;
  readonly experiments: number;
  readonly missed: number;
}

const DAY = 24 * 3_600_000;

/** How long what is kept of what at most, in milliseconds. A request's token works for 15 minutes. */
export const RETENTION = { request: 15 * 60_000, experiment: 90 * DAY, missed: 365 * DAY } as const;

/** The requests that were accepted and are not answered yet. What is in them is their surface's own affair. */
export interface RequestStore {
  /** Keeps it: once this resolves it survives a power cut. False where one with its id is kept already. */
  accept(request: KeptRequest): Promise<boolean>;
  /** Null once it is answered. */
  get(id: string): Promise<KeptRequest | null>;
  /** Notes how far it has come: what is given takes the place of what was noted under the same name. */
  note(id: string, notes: Notes): Promise<void>;
  /** The oldest first. */
  unanswered(): Promise<KeptRequest[]>;
  /** Forgets it. */
  answered(id: string): Promise<void>;
}

export interface KeptRequest {
  readonly id: string;
  /** Null where it was not asked in a server. */
  readonly server: string | null;
  /** In milliseconds since 1970. */
  readonly acceptedAt: number;
  /** Plain data, and what its surface needs to answer. */
  readonly body: unknown;
  readonly notes: Notes;
}

export type Notes = Readonly<Record<string, string | number | boolean>>;

export interface MissedQuestionStore {
  keep(question: MissedQuestion): Promise<void>;
  /** The oldest first, each with when it was asked, as ISO 8601. */
  list(): Promise<(MissedQuestion & { readonly time: string })[]>;
}
