import { z } from 'zod';
import type { Database } from './database.ts';
import { readJson } from './json.ts';
import type { KeptRequest, RequestStore } from './store.ts';
import type { Tables } from './tables.ts';

const notes = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export function keptRequests(database: Database): RequestStore {
  return {
    async accept(request) {
      const row = written(request);
      const added = await database.write((db) =>
        db
          .insertInto('request')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst(),
      );
      return added !== undefined;
    },

    async get(id) {
      const row = await database.read((db) =>
        db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row === undefined ? null : read(row);
    },

    async note(id, news) {
      await database.write(async (db) => {
        // Changes nothing, but nobody else can note anything now until this has.
        const row = await db
          .updateTable('request')
          .set((old) => ({ notes: old.ref('notes') }))
          .where('id', '=', id)
          .returning('notes')
          .executeTakeFirst();
        if (row === undefined) return;
        const merged = JSON.stringify({ ...readNotes(row.notes), ...news });
        await db.updateTable('request').set({ notes: merged }).where('id', '=', id).execute();
      });
    },

    async unanswered() {
      const rows = await database.read((db) =>
        db.selectFrom('request').selectAll().orderBy('accepted_at').orderBy('id').execute(),
      );
      return rows.map(read).filter((request) => request !== null);
    },

    async answered(id) {
      await database.write((db) => db.deleteFrom('request').where('id', '=', id).execute());
    },
  };
}

function written({ id, server, acceptedAt, body, notes }: KeptRequest): Tables['request'] {
  return {
    id,
    server,
    accepted_at: Math.round(acceptedAt),
    body: JSON.stringify(body ?? null),
    notes: JSON.stringify(notes),
  };
}

/** Null for a row that cannot be understood: its time runs out soon enough. */
function read({ id, server, accepted_at: acceptedAt, body: json, notes }: Tables['request']): KeptRequest | null {
  const body = readJson(json, z.unknown());
  return body === undefined ? null : { id, server, acceptedAt, body, notes: readNotes(notes) };
}

function readNotes(json: string): KeptRequest['notes'] {
  return readJson(json, notes) ?? {};
}
