import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { anyCharacter } from '../chat/any-character.ts';
import { askerIn, inPostgres, inSqlite, newFolder, onPostgres } from './places.ts';
import { StoreInMemory } from './store-in-memory.ts';

const START = Date.UTC(2026, 5, 1);
const id = fc.constantFrom('1', '2', '3');
const text = fc.string({ unit: anyCharacter, maxLength: 8 });
/** PostgreSQL and SQLite put U+FFFD for what they cannot hold: the one thing that a store in memory keeps. */
const plainText = fc.stringMatching(/^[a-zA-Zλ%_ .]{0,8}$/u);
const person = id.map((each) => `discord:${each}`);

const TABLES = ['request', 'experiment', 'server_settings', 'missed_question'];

interface Step {
  readonly name: string;
  run(store: Store, now: number): Promise<unknown>;
}

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ id, body: fc.jsonValue({ stringUnit: anyCharacter }), late: fc.nat(2_000_000) })
    .map(({ id, body, late }) => ({
      name: `accept ${id}`,
      run: (store: Store, now: number) =>
        store.requests.accept({ id, server: null, acceptedAt: now - late, body, notes: {} }),
    })),
  fc.record({ id, notes: fc.dictionary(text, fc.oneof(text, fc.boolean(), fc.integer())) }).map(({ id, notes }) => ({
    name: `note on ${id}`,
    run: (store: Store) => store.requests.note(id, { ...notes }),
  })),
  id.map((id) => ({ name: `get ${id}`, run: (store: Store) => store.requests.get(id) })),
  id.map((id) => ({ name: `answered ${id}`, run: (store: Store) => store.requests.answered(id) })),
  fc.constant({ name: 'unanswered', run: (store: Store) => store.requests.unanswered() }),
  fc.record({ person, verdict: plainText, headline: plainText, task: plainText }).map(({ person, task, ...told }) => ({
    name: `keep for ${person}`,
    run: (store: Store) => {
      const link = `train?${new URLSearchParams({ task })}`;
      return store.keep(askerIn('7', person), { ...told, link });
    },
  })),
  fc.record({ person, words: plainText, most: fc.integer({ min: 1, max: 5 }) }).map(({ person, ...wanted }) => ({
    name: `past of ${person} with ${JSON.stringify(wanted)}`,
    run: (store: Store) => store.memoryOf(askerIn(null, person)).past(wanted),
  })),
  person.map((person) => ({
    name: `forget ${person}`,
    run: (store: Store) => store.memoryOf(askerIn(null, person)).forget(),
  })),
  fc
    .record({ id, change: fc.record({ demos: fc.boolean(), running: fc.constantFrom(1, 2) }, { requiredKeys: [] }) })
    .map(({ id, change }) => ({
      name: `change ${id}`,
      run: (store: Store) => store.memoryOf(askerIn(id)).server!.change(change),
    })),
  id.map((id) => ({ name: `settings of ${id}`, run: (store: Store) => store.settingsOf(id) })),
  id.map((id) => ({ name: `forget server ${id}`, run: (store: Store) => store.forgetServer(id) })),
  fc
    .record({
      text,
      nearest: fc.array(fc.record({ id: text, score: fc.double({ min: 0, max: 1 }) }), { maxLength: 2 }),
    })
    .map((question) => ({
      name: 'miss a question',
      run: (store: Store) => store.missed.keep({ ...question, outcome: 'lost' }),
    })),
  fc.constant({ name: 'list missed', run: (store: Store) => store.missed.list() }),
  fc.constant({ name: 'forget old', run: (store: Store) => store.forgetOld() }),
);

onPostgres((server) => {
  test('whatever is done, SQLite and PostgreSQL and a store in memory tell the same', async () => {
    let now = START;
    const clock = { now: () => now };
    const places = [inSqlite(newFolder()), await inPostgres(server())];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, fc.nat(10 * 24 * 3_600_000)), { maxLength: 40 }), async (done) => {
        now = START;
        const databases = places.map((place) => place.open(clock));
        await Promise.all(databases.map((store) => store.ping()));
        for (const place of places) for (const table of TABLES) await place.run(`delete from ${table}`);
        const memory = Object.assign(new StoreInMemory(), clock);
        for (const [{ name, run }, passed] of done) {
          now += passed;
          const [expected, ...told] = await Promise.all([memory, ...databases].map((store) => run(store, now)));
          for (const each of told) expect(each, name).toEqual(expected);
        }
        await Promise.all(databases.map((store) => store.close()));
      }),
      { numRuns: 40 },
    );
  });
});
