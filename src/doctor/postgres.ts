import { type DatabaseChecked, failed, ok, type Told } from './finding.ts';

const LEAST_VERSION = 13;

interface Row {
  readonly version: number;
  readonly name: string;
  readonly may_create: boolean | null;
  readonly read_only: boolean;
  readonly has_tables: boolean;
}

const QUESTION = `
  select current_setting('server_version_num')::int / 10000 as version,
    current_setting('server_version') as name,
    has_schema_privilege(current_schema(), 'create') as may_create,
    pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as read_only,
    to_regclass('kysely_migration') is not null as has_tables`;

/** Whether the database can be reached, is new enough, and lets tables be made. Its address is never told: it has a password. */
export async function checkPostgres(databaseUrl: string, limitMs: number): Promise<DatabaseChecked> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
  });
  client.on('error', () => {}); // a connection that breaks fails the question, too, and is told there
  try {
    await client.connect();
    const { rows } = await client.query<Row>(QUESTION);
    return { told: judged(rows[0]!), hasTables: rows[0]!.has_tables };
  } catch (error) {
    return { told: explained(error), hasTables: false };
  } finally {
    // It may never end where the other side has gone silent.
    void client.end().catch(() => {});
  }
}

function judged({ version, name, may_create, read_only }: Row): Told {
  if (version < LEAST_VERSION) {
    return failed(
      `PostgreSQL is ${name}; ${LEAST_VERSION} is the oldest that will do`,
      'point DATABASE_URL at a newer server',
    );
  }
  if (read_only) {
    return failed(
      'PostgreSQL can be read, but not written to',
      'point DATABASE_URL at the server that takes writes, not at a copy of it',
    );
  }
  if (may_create !== true) {
    return failed(
      'PostgreSQL can be reached, but no tables may be made there',
      'as its owner: grant create, usage on schema public to the user of DATABASE_URL, or give it a database of its own ' +
        '(create database halflife owner …)',
    );
  }
  return ok(`PostgreSQL ${name} can be reached, and tables may be made there`);
}

const REMEDIES: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['nothing answers there', 'start PostgreSQL, and see to host and port in DATABASE_URL'],
  ENOTFOUND: ['its host has no address', 'see to the host in DATABASE_URL'],
  EAI_AGAIN: ['its host has no address for now', 'see to the network, and to the host in DATABASE_URL'],
  '28P01': [
    'it refuses the password',
    'see to user and password in DATABASE_URL (special characters stand there as %40)',
  ],
  '28000': ['it refuses this user from here', 'see to the user in DATABASE_URL, and to pg_hba.conf of the server'],
  '3D000': ['it has no database of that name', 'make it (createdb halflife), or see to the name in DATABASE_URL'],
  '53300': ['it takes no more connections', 'raise its max_connections, or run fewer processes'],
  '57P03': ['it is starting or stopping', 'run this again in a moment'],
};

function explained(error: unknown): Told {
  const { code, message, errors } = error as Error & { code?: string; errors?: readonly NodeJS.ErrnoException[] };
  const [why, remedy] = REMEDIES[code ?? errors?.[0]?.code ?? ''] ?? [
    message,
    'see to DATABASE_URL, and to the server’s log',
  ];
  return failed(`PostgreSQL cannot be used: ${why}`, remedy);
}
