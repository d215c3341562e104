import { z } from 'zod';
import type { Context } from '../chat/command.ts';
import type { Database } from './database.ts';
import { readJson } from './json.ts';
import type { MissedQuestionStore } from './store.ts';

/** Beyond that the oldest go: the disk does not fill up. */
export const MOST_MISSED = 10_000;

export type KeptQuestion = Awaited<ReturnType<MissedQuestionStore['list']>>[number];

const question = z.object({
  text: z.string(),
  outcome: z.enum(['offered', 'lost']),
  nearest: z.array(z.object({ id: z.string(), score: z.number() })),
});

/** What a surface calls for each missed question; nothing is kept where there is no store. `onFailure` hears why not. */
export function keeperOf(missed: MissedQuestionStore | null, onFailure: (error: unknown) => void): Context['missed'] {
  if (missed === null) return () => {};
  return (question) => void missed.keep(question).catch(onFailure);
}

/** The questions that got no answer straight away: whoever runs the bot reads them. */
export function keptMissedQuestions(database: Database, now: () => number): MissedQuestionStore {
  return {
    async keep({ text, outcome, nearest }) {
      const row = { at: now(), question: JSON.stringify({ text, outcome, nearest }) };
      await database.write(async (db) => {
        const { id } = await db.insertInto('missed_question').values(row).returning('id').executeTakeFirstOrThrow();
        await db
          .deleteFrom('missed_question')
          .where('id', '<=', id - MOST_MISSED)
          .execute();
      });
    },

    async list() {
      const rows = await database.read((db) =>
        db.selectFrom('missed_question').select(['at', 'question']).orderBy('id').execute(),
      );
      return rows.flatMap(({ at, question: json }) => {
        const kept = readJson(json, question);
        return kept === undefined ? [] : [{ time: new Date(at).toISOString(), ...kept }];
      });
    },
  };
}
