import type { Generated } from 'kysely';

/**
 * What is kept, the same in SQLite and PostgreSQL. Times are in milliseconds since 1970. What may hold any text a person
 * can send is JSON, in which a NUL and half a surrogate pair are plain letters: PostgreSQL takes neither as they are.
 */
export interface Tables {
  secret: SecretTable;
  request: RequestTable;
  experiment: ExperimentTable;
  server_settings: ServerSettingsTable;
  missed_question: MissedQuestionTable;
}

/** What is made once for each database. */
interface SecretTable {
  name: string;
  value: string;
}

interface RequestTable {
  id: string;
  server: string | null;
  accepted_at: number;
  /** JSON. */
  body: string;
  /** JSON: an object of strings, numbers and booleans. */
  notes: string;
}

interface ExperimentTable {
  id: Generated<number>;
  /** Hashed. */
  person: string;
  server: string | null;
  at: number;
  link: string;
  verdict: string;
  headline: string;
}

interface ServerSettingsTable {
  server: string;
  /** JSON: those that were ever changed. */
  settings: string;
}

interface MissedQuestionTable {
  id: Generated<number>;
  at: number;
  /** JSON. */
  question: string;
}
