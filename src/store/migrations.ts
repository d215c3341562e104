import type { ColumnBuilderCallback, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Tables } from './tables.ts';

export type Dialect = 'sqlite' | 'postgres';

/**
 * Brings a database's tables up to date. Several processes may do so at once: each waits for its turn, and those that
 * come later find nothing left to do. Rejects where the database is of a newer version than this.
 */
export async function migrate(db: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const { Migrator } = await import('kysely/migration');
  const migrations = migrationsFor(dialect);
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error !== undefined) throw error;
}

/** In the order of their names. One that was ever released is never changed: databases have been through it. */
function migrationsFor(dialect: Dialect): Record<string, Migration> {
  const [number, numbered] = counted(dialect);
  return {
    '0001-beginning': {
      async up({ schema }) {
        await schema
          .createTable('secret')
          .addColumn('name', 'text', (column) => column.primaryKey())
          .addColumn('value', 'text', (column) => column.notNull())
          .execute();
        await schema
          .createTable('request')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('server', 'text')
          .addColumn('accepted_at', 'bigint', (column) => column.notNull())
          .addColumn('body', 'text', (column) => column.notNull())
          .addColumn('notes', 'text', (column) => column.notNull())
          .execute();
        await schema
          .createTable('experiment')
          .addColumn('id', number, numbered)
          .addColumn('person', 'text', (column) => column.notNull())
          .addColumn('server', 'text')
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('link', 'text', (column) => column.notNull())
          .addColumn('verdict', 'text', (column) => column.notNull())
          .addColumn('headline', 'text', (column) => column.notNull())
          .execute();
        await schema.createIndex('experiment_of_person').on('experiment').columns(['person', 'id']).execute();
        await schema.createIndex('experiment_at').on('experiment').column('at').execute();
        await schema
          .createTable('server_settings')
          .addColumn('server', 'text', (column) => column.primaryKey())
          .addColumn('settings', 'text', (column) => column.notNull())
          .execute();
        await schema
          .createTable('missed_question')
          .addColumn('id', number, numbered)
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('question', 'text', (column) => column.notNull())
          .execute();
        await schema.createIndex('missed_question_at').on('missed_question').column('at').execute();
      },
    },
  };
}

/** A row's number, later rows having higher ones: the one thing that the two databases do not say alike. */
function counted(dialect: Dialect): ['integer' | 'bigint', ColumnBuilderCallback] {
  return dialect === 'sqlite'
    ? ['integer', (column) => column.primaryKey().autoIncrement()]
    : ['bigint', (column) => column.generatedAlwaysAsIdentity().primaryKey()];
}
