import { describe, expect, test } from 'vitest';
import { USUAL_SETTINGS } from '../../src/chat/memory.ts';
import { MOST_EXPERIMENTS } from '../../src/store/experiments.ts';
import { keepForgetting } from '../../src/store/keep-forgetting.ts';
import { MOST_MISSED } from '../../src/store/missed-questions.ts';
import { type KeptRequest, RETENTION } from '../../src/store/store.ts';
import { askerIn, onBoth } from './places.ts';

const NOW = Date.UTC(2026, 5, 1);
const HOSTILE = [
  `'; drop table experiment; --`,
  '"quoted" \\ %_ ?',
  'before\0after',
  'half \ud800 of a pair, \udc00',
  'λ🙂\u202e\u200b',
  'x'.repeat(10_000),
  '{"json": [1, null]}',
  '',
];

const helped = { link: 'train?lr=0.05&wd=0.01', verdict: 'helped', headline: 'validation loss 0.31 to 0.22' };

function request(id: string, changes: Partial<KeptRequest> = {}): KeptRequest {
  return { id, server: null, acceptedAt: NOW, body: { token: `token of ${id}` }, notes: {}, ...changes };
}

onBoth((newPlace) => {
  describe('requests', () => {
    test('are kept whole until they are answered, for the next process as well', async () => {
      const place = await newPlace();
      const store = place.open();
      const whole = request('1', { server: '7', body: { words: HOSTILE, deep: [{ nothing: null, number: -1.5e-7 }] } });
      expect(await store.requests.accept(whole)).toBe(true);
      expect(await place.open().requests.get('1')).toEqual(whole);
      await store.requests.answered('1');
      expect(await store.requests.get('1')).toBeNull();
      expect(await store.requests.unanswered()).toEqual([]);
    });

    test('are accepted once, however often and from wherever they come', async () => {
      const place = await newPlace();
      const [one, other] = [place.open(), place.open()];
      const tries = [one, other, one, other].map((store) => store.requests.accept(request('1', { body: 'first' })));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect(await one.requests.accept(request('1', { body: 'later' }))).toBe(false);
      expect((await other.requests.get('1'))?.body).toBe('first');
    });

    test('come back the oldest first', async () => {
      const { requests } = (await newPlace()).open();
      for (const [id, age] of Object.entries({ a: 2, b: 3, c: 1 })) {
        await requests.accept(request(id, { acceptedAt: NOW - age }));
      }
      expect((await requests.unanswered()).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    });

    test('hold every note, though many are made at once, and the last under each name counts', async () => {
      const place = await newPlace();
      const stores = [place.open(), place.open()];
      await stores[0]!.requests.accept(request('1', { notes: { from: 'the start' } }));
      const noted = Array.from({ length: 20 }, (_, i) => stores[i % 2]!.requests.note('1', { [`note ${i}`]: i }));
      await Promise.all(noted);
      await stores[0]!.requests.note('1', { from: 'later', done: true });
      const { notes } = (await stores[1]!.requests.get('1'))!;
      expect(Object.keys(notes)).toHaveLength(22);
      expect(notes).toMatchObject({ from: 'later', done: true, 'note 0': 0, 'note 19': 19 });
    });

    test('that are not there are not noted on', async () => {
      const { requests } = (await newPlace()).open();
      await requests.note('1', { done: true });
      expect(await requests.get('1')).toBeNull();
    });

    test('that cannot be understood hide no other', async () => {
      const place = await newPlace();
      const { requests } = place.open();
      for (const id of ['1', '2', '3']) await requests.accept(request(id));
      await place.run(`update request set body = '{"cut sh' where id = '1'`);
      await place.run(`update request set notes = '[{}]' where id = '2'`);
      expect(await requests.get('1')).toBeNull();
      expect(await requests.unanswered()).toEqual([request('2'), request('3')]);
    });
  });

  describe('experiments', () => {
    test('are told to their own person alone, the newest first', async () => {
      const place = await newPlace();
      let now = NOW;
      const store = place.open({ now: () => now });
      for (const verdict of ['helped', 'hurt', 'diverged']) {
        await store.keep(askerIn('7'), { ...helped, verdict });
        now += 1;
      }
      await store.keep(askerIn('7', 'discord:2'), { ...helped, verdict: 'collapsed' });
      const past = await place.open().memoryOf(askerIn(null)).past();
      expect(past.map(({ verdict }) => verdict)).toEqual(['diverged', 'hurt', 'helped']);
      expect(past[2]).toEqual({ ...helped, at: NOW });
    });

    test('are found by words of their message and verdict, in any case and order', async () => {
      const store = (await newPlace()).open();
      await store.keep(askerIn('7'), { ...helped, link: 'train?lr=0.05&wd=0%2C+0.01&task=moons' });
      await store.keep(askerIn('7'), { ...helped, verdict: 'diverged', link: 'sweep?task=ridge' });
      const found = async (words: string) => {
        const past = await store.memoryOf(askerIn(null)).past({ words });
        return past.map(({ verdict }) => verdict);
      };
      expect(await found('HELPED  moons')).toEqual(['helped']);
      expect(await found('wd:0, 0.01')).toEqual(['helped']);
      expect(await found('/sweep')).toEqual(['diverged']);
      expect(await found(' e ')).toEqual(['diverged', 'helped']);
      for (const wildcard of ['%', '_', 'h%d', '*', '.', '\\']) {
        expect(await found(wildcard)).toEqual(wildcard === '.' ? ['helped'] : []);
      }
    });

    test('come in the number that is wanted, 25 unless told', async () => {
      const store = (await newPlace()).open();
      await Promise.all(Array.from({ length: 30 }, () => store.keep(askerIn(null), helped)));
      const memory = store.memoryOf(askerIn(null));
      expect(await memory.past()).toHaveLength(25);
      expect(await memory.past({ most: 3 })).toHaveLength(3);
      expect(await memory.past({ most: 3, words: 'helped' })).toHaveLength(3);
      expect(await memory.past({ most: 100 })).toHaveLength(30);
    });

    test('are so many for each person at most, of which the oldest go', async () => {
      const store = (await newPlace()).open();
      await store.keep(askerIn(null, 'discord:2'), helped);
      const keep = (headline: string) => store.keep(askerIn(null), { ...helped, headline });
      for (const headline of ['oldest', 'second']) await keep(headline);
      await Promise.all(Array.from({ length: MOST_EXPERIMENTS - 2 }, () => keep('one of many')));
      await keep('newest');
      const past = await store.memoryOf(askerIn(null)).past({ most: 1_000 });
      expect(past).toHaveLength(MOST_EXPERIMENTS);
      expect([past[0]!.headline, past.at(-1)!.headline]).toEqual(['newest', 'second']);
      expect(await store.memoryOf(askerIn(null, 'discord:2')).past()).toHaveLength(1);
    });

    test('are gone once their person has them forgotten, and nobody else’s are', async () => {
      const place = await newPlace();
      const store = place.open();
      for (const person of ['discord:1', 'discord:1', 'discord:2']) await store.keep(askerIn('7', person), helped);
      expect(await store.memoryOf(askerIn('7', 'discord:1')).forget()).toBe(2);
      expect(await store.memoryOf(askerIn('7', 'discord:1')).forget()).toBe(0);
      expect(await store.memoryOf(askerIn('7', 'discord:1')).past()).toEqual([]);
      expect(await store.memoryOf(askerIn('7', 'discord:2')).past()).toHaveLength(1);
      expect(await place.run('select count(*) as number from experiment')).toMatchObject([
        { number: expect.anything() },
      ]);
    });

    test('name nobody, and who they are of is told alike by every process', async () => {
      const place = await newPlace();
      const asker = askerIn('7');
      await Promise.all([place.open(), place.open(), place.open()].map((store) => store.keep(asker, helped)));
      const rows = await place.run('select * from experiment');
      expect(new Set(rows.map(({ person }) => person)).size).toBe(1);
      expect(JSON.stringify(rows)).not.toContain(asker.person.split(':')[1]);
      const elsewhere = await newPlace();
      await elsewhere.open().keep(asker, helped);
      const [other] = await elsewhere.run('select person from experiment');
      expect(other!['person']).not.toBe(rows[0]!['person']);
    });

    test('may be told in any words, by anybody of any name', async () => {
      const store = (await newPlace()).open();
      for (const text of HOSTILE) {
        await store.keep(askerIn('7', text), { link: `train?task=${text}`, verdict: text, headline: text });
        const [past] = await store.memoryOf(askerIn(null, text)).past();
        expect(past!.headline).toBe(text.toWellFormed().replace('\0', '\ufffd'));
        expect(await store.memoryOf(askerIn(null, text)).past({ words: text.slice(0, 50) })).toBeInstanceOf(Array);
      }
      expect(await store.memoryOf(askerIn(null, 'nobody')).past()).toEqual([]);
    });
  });

  describe('settings of a server', () => {
    test('are as usual until they are changed, and what is not given stays', async () => {
      const place = await newPlace();
      const { server } = place.open().memoryOf(askerIn('7'));
      expect(await server!.settings()).toEqual(USUAL_SETTINGS);
      await server!.change({ channels: ['1', '2'], running: 1 });
      expect(await server!.change({ privately: true })).toEqual({
        ...USUAL_SETTINGS,
        ...{ channels: ['1', '2'], running: 1, privately: true },
      });
      const again = place.open();
      expect(await again.settingsOf('7')).toMatchObject({ channels: ['1', '2'], privately: true });
      expect(await again.settingsOf('8')).toEqual(USUAL_SETTINGS);
      await again.memoryOf(askerIn('7')).server!.change({ channels: null });
      expect((await server!.settings()).channels).toBeNull();
    });

    test('changed at once in several places are all changed', async () => {
      const place = await newPlace();
      const servers = [place.open(), place.open()].map((store) => store.memoryOf(askerIn('7')).server!);
      await Promise.all([
        servers[0]!.change({ privately: true }),
        servers[1]!.change({ demos: false }),
        servers[0]!.change({ running: 1 }),
        servers[1]!.change({ waiting: 0 }),
      ]);
      const expected = { channels: null, privately: true, demos: false, running: 1, waiting: 0 };
      expect(await servers[0]!.settings()).toEqual(expected);
    });

    test('are not asked for at every reply, and what was changed here counts at once', async () => {
      const place = await newPlace();
      const [store, elsewhere] = [place.open(), place.open()];
      expect((await store.settingsOf('7')).demos).toBe(true);
      await elsewhere.memoryOf(askerIn('7')).server!.change({ demos: false });
      expect((await store.settingsOf('7')).demos).toBe(true);
      await store.memoryOf(askerIn('7')).server!.change({ running: 1 });
      expect(await store.settingsOf('7')).toMatchObject({ demos: false, running: 1 });
    });

    test('that were changed elsewhere are known in the end', async () => {
      const place = await newPlace();
      const store = place.open({ settingsFreshMs: 20 });
      expect((await store.settingsOf('7')).demos).toBe(true);
      await place.open().memoryOf(askerIn('7')).server!.change({ demos: false });
      await expect.poll(async () => (await store.settingsOf('7')).demos).toBe(false);
    });

    test('that cannot be understood are as usual, and the others count', async () => {
      const place = await newPlace();
      await place.open().memoryOf(askerIn('7')).server!.change({ privately: true });
      for (const [written, understood] of [
        ['no json', USUAL_SETTINGS],
        ['[]', USUAL_SETTINGS],
        ['null', USUAL_SETTINGS],
        ['{"running": 99, "demos": false}', { ...USUAL_SETTINGS, demos: false }],
        ['{"channels": [1], "waiting": -1, "later": {}}', USUAL_SETTINGS],
      ] as const) {
        await place.run('update server_settings set settings = ?', written);
        expect(await place.open().settingsOf('7')).toEqual(understood);
        const changed = await place.open().memoryOf(askerIn('7')).server!.change({ privately: true });
        expect(changed).toEqual({ ...understood, privately: true });
      }
    });

    test('are gone with the server', async () => {
      const place = await newPlace();
      const store = place.open();
      await store.memoryOf(askerIn('7')).server!.change({ demos: false });
      await store.forgetServer('7');
      expect(await store.settingsOf('7')).toEqual(USUAL_SETTINGS);
      expect(await place.run('select * from server_settings')).toEqual([]);
    });
  });

  describe('missed questions', () => {
    test('are kept whole, in the order in which they came', async () => {
      const place = await newPlace();
      let now = NOW;
      const store = place.open({ now: () => now++ });
      const nearest = [
        { id: 'momentum', score: 0.31 },
        { id: 'batch-size', score: 0.2 },
      ];
      const questions = HOSTILE.map((text) => ({ text, outcome: 'offered' as const, nearest }));
      for (const question of questions) await store.missed.keep(question);
      expect(await place.open().missed.list()).toEqual(
        questions.map((question, i) => ({ time: new Date(NOW + i).toISOString(), ...question })),
      );
    });

    test('that cannot be understood are passed over', async () => {
      const place = await newPlace();
      const store = place.open();
      await store.missed.keep({ text: 'before', outcome: 'lost', nearest: [] });
      await place.run('insert into missed_question (at, question) values (1, ?)', '{"text": 3}');
      await place.run('insert into missed_question (at, question) values (1, ?)', 'no json');
      await store.missed.keep({ text: 'after', outcome: 'lost', nearest: [] });
      expect((await store.missed.list()).map(({ text }) => text)).toEqual(['before', 'after']);
    });

    test('do not fill the disk: the oldest go', async () => {
      const place = await newPlace();
      const store = place.open();
      for (const text of ['first', 'second']) await store.missed.keep({ text, outcome: 'lost', nearest: [] });
      await place.run(
        'dataDir' in place.storage
          ? `update sqlite_sequence set seq = ${MOST_MISSED} where name = 'missed_question'`
          : `select setval(pg_get_serial_sequence('missed_question', 'id'), ${MOST_MISSED})`,
      );
      await store.missed.keep({ text: 'third', outcome: 'lost', nearest: [] });
      expect((await store.missed.list()).map(({ text }) => text)).toEqual(['second', 'third']);
    });
  });

  test('what is older than it may be is forgotten, and nothing younger', async () => {
    let now = 0;
    const store = (await newPlace()).open({ now: () => now });
    for (const [name, keptFor] of Object.entries(RETENTION)) {
      for (const [age, what] of [
        [keptFor + 1, 'old'],
        [keptFor, 'young'],
      ] as const) {
        now = NOW - age;
        if (name === 'request') await store.requests.accept(request(what, { acceptedAt: now }));
        if (name === 'experiment') await store.keep(askerIn(null), { ...helped, headline: what });
        if (name === 'missed') await store.missed.keep({ text: what, outcome: 'lost', nearest: [] });
      }
    }
    now = NOW;
    expect(await store.forgetOld()).toEqual({ requests: 1, experiments: 1, missed: 1 });
    expect((await store.requests.unanswered()).map(({ id }) => id)).toEqual(['young']);
    expect((await store.memoryOf(askerIn(null)).past()).map(({ headline }) => headline)).toEqual(['young']);
    expect((await store.missed.list()).map(({ text }) => text)).toEqual(['young']);
    expect(await store.forgetOld()).toEqual({ requests: 0, experiments: 0, missed: 0 });
  });

  test('what is too old is forgotten at the start, and told', async () => {
    const store = (await newPlace()).open();
    await store.requests.accept(request('1', { acceptedAt: 1 }));
    const told: unknown[] = [];
    const hear = (...line: unknown[]) => void told.push(line);
    const stop = keepForgetting(store, { info: hear, warn: hear } as Parameters<typeof keepForgetting>[1]);
    await expect.poll(() => told).toEqual([[{ requests: 1, experiments: 0, missed: 0 }, expect.any(String)]]);
    stop();
  });

  test('many that begin at once, on an empty database, make its tables once', async () => {
    const place = await newPlace();
    const stores = Array.from({ length: 6 }, () => place.open());
    await Promise.all(stores.map((store, i) => store.requests.accept(request(String(i)))));
    expect(await stores[0]!.requests.unanswered()).toHaveLength(6);
    expect(await place.run('select name from kysely_migration')).toHaveLength(1);
    expect(await place.run('select name from secret')).toHaveLength(1);
  });

  test('what is being written as it closes is written', async () => {
    const place = await newPlace();
    const store = place.open();
    const accepted = Array.from({ length: 250 }, (_, i) => store.requests.accept(request(String(i))));
    await store.close();
    expect(await Promise.all(accepted)).toHaveLength(250);
    expect(await place.open().requests.unanswered()).toHaveLength(250);
    await expect(store.ping()).rejects.toThrow('cannot be reached');
  });
});
