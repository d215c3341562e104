import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MemoryUnavailableError, USUAL_SETTINGS } from '../../src/chat/memory.ts';
import { openSqliteStore } from '../../src/store/open-store.ts';
import { DATABASE_FILE } from '../../src/store/sqlite.ts';
import type { KeptRequest, Store } from '../../src/store/store.ts';
import { askerIn, inSqlite, listening, newFolder } from './places.ts';

const CANNOT = 'what is remembered cannot be written';
const CAN = 'what is remembered can be written again';

function request(id: string, body: unknown = null): KeptRequest {
  return { id, server: null, acceptedAt: Date.now(), body, notes: {} };
}

function open(options: Parameters<typeof openSqliteStore>[0]): Store {
  const store = openSqliteStore({ patienceMs: 100, ...options });
  onTestFinished(() => store.close());
  return store;
}

async function unavailable(asked: Promise<unknown>): Promise<void> {
  await expect(asked).rejects.toBeInstanceOf(MemoryUnavailableError);
}

/** Another program that has the database for itself. */
function heldElsewhere(folder: string): DatabaseSync {
  const other = new DatabaseSync(join(folder, DATABASE_FILE));
  onTestFinished(() => other.close());
  other.exec('begin exclusive');
  return other;
}

test('nothing is made before something is asked', async () => {
  const folder = join(newFolder(), 'data');
  await open({ folder }).close();
  expect(() => readdirSync(folder)).toThrow('ENOENT');
});

test('nobody else on the machine may read it', async () => {
  const folder = newFolder();
  await open({ folder }).requests.accept(request('1'));
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600);
});

test('nobody’s id is in its files, and what was forgotten is in them no more', async () => {
  const folder = newFolder();
  const store = open({ folder });
  const asker = askerIn('7');
  const link = 'train?lr=0.0271828';
  await store.keep(asker, { link, verdict: 'helped', headline: '0.3 to 0.2' });
  const bytes = () =>
    Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file)))).toString('latin1');
  expect(bytes()).toContain(link);
  expect(bytes()).not.toContain(asker.person.split(':')[1]);
  await store.memoryOf(asker).forget();
  await store.close();
  expect(bytes()).not.toContain(link);
});

describe('a database in use elsewhere', () => {
  test('is waited for, while everything else goes on', async () => {
    const folder = newFolder();
    const { log, said } = listening();
    const store = open({ folder, log, patienceMs: 60_000 });
    await store.ping();
    const other = heldElsewhere(folder);
    const delay = monitorEventLoopDelay();
    delay.enable();
    await passed(100); // it begins with the loop's next turn
    const accepted = store.requests.accept(request('1'));
    await passed(500);
    expect(await store.requests.unanswered()).toEqual([]);
    other.exec('commit');
    expect(await accepted).toBe(true);
    delay.disable();
    // SQLite itself would wait in seconds, holding up everything.
    expect(delay.max).toBeLessThan(2e9);
    expect(said).toEqual([]);
  });

  test('for long is told of, once, and used again as soon as it is free', async () => {
    const folder = newFolder();
    const { log, said } = listening();
    const store = open({ folder, log });
    await store.requests.accept(request('1'));
    const other = heldElsewhere(folder);
    for (const id of ['2', '3']) await unavailable(store.requests.accept(request(id)));
    await unavailable(store.memoryOf(askerIn('7')).server!.change({ demos: false }));
    expect(await store.settingsOf('7')).toEqual(USUAL_SETTINGS);
    expect(await store.requests.get('1')).not.toBeNull();
    expect(said).toEqual([CANNOT]);
    other.exec('rollback');
    expect(await store.requests.accept(request('4'))).toBe(true);
    expect(said).toEqual([CANNOT, CAN]);
    expect((await store.requests.unanswered()).map(({ id }) => id)).toEqual(['1', '4']);
  });

  test('from the start is told of, and its tables are made once it is free', async () => {
    const folder = newFolder();
    const other = heldElsewhere(folder);
    const store = open({ folder });
    await unavailable(store.requests.accept(request('1')));
    other.exec('rollback');
    expect(await store.requests.accept(request('1'))).toBe(true);
  });
});

describe('a folder that goes away', () => {
  test('and comes back is used on, with all that was in it', async () => {
    const folder = join(newFolder(), 'data');
    const { log, said } = listening();
    const store = open({ folder, log, settingsFreshMs: 0 });
    await store.requests.accept(request('1'));
    await store.memoryOf(askerIn('7')).server!.change({ demos: false });
    renameSync(folder, `${folder}-away`);
    await unavailable(store.requests.accept(request('2')));
    await unavailable(store.requests.unanswered());
    expect((await store.settingsOf('7')).demos).toBe(false);
    expect(await store.settingsOf('8')).toEqual(USUAL_SETTINGS);
    renameSync(`${folder}-away`, folder);
    expect(await store.requests.accept(request('3'))).toBe(true);
    expect((await store.requests.unanswered()).map(({ id }) => id)).toEqual(['1', '3']);
    expect(said.filter((words) => words.endsWith('written again'))).toHaveLength(1);
  });

  test('and is replaced by another is written to no more: the other is', async () => {
    const [folder, away, backup] = ['data', 'away', 'backup'].map((name, _, __, parent = newFolder()) =>
      join(parent, name),
    );
    const saved = open({ folder: backup! });
    await saved.requests.accept(request('from the backup'));
    await saved.close();
    const store = open({ folder: folder! });
    await store.requests.accept(request('1'));
    renameSync(folder!, away!);
    renameSync(backup!, folder!);
    expect(await store.requests.accept(request('2'))).toBe(true);
    const ids = async (of: Store) => (await of.requests.unanswered()).map(({ id }) => id).sort();
    expect(await ids(store)).toEqual(['2', 'from the backup']);
    expect(await ids(open({ folder: away! }))).toEqual(['1']);
    await store.close();
    expect(await ids(open({ folder: folder! }))).toEqual(['2', 'from the backup']);
  });

  test('for good is made anew', async () => {
    const folder = join(newFolder(), 'data');
    const store = open({ folder, goneForGoodMs: 50 });
    await store.requests.accept(request('1'));
    rmSync(folder, { recursive: true });
    await unavailable(store.requests.accept(request('2')));
    await expect.poll(() => store.requests.accept(request('3')).catch(() => false)).toBe(true);
    expect((await store.requests.unanswered()).map(({ id }) => id)).toEqual(['3']);
  });
});

test.each([
  ['no folder can be made', (folder: string) => writeFileSync(folder, 'a file in its place')],
  ['its file is a folder', (folder: string) => mkdirSync(join(folder, DATABASE_FILE), { recursive: true })],
  [
    'its file is something else',
    (folder: string) => {
      mkdirSync(folder);
      writeFileSync(join(folder, DATABASE_FILE), 'no database, though long enough to be one\n'.repeat(1_000));
    },
  ],
])('where %s that is told, and it is used once that has passed', async (_, spoil) => {
  const folder = join(newFolder(), 'data');
  spoil(folder);
  const { log, said } = listening();
  const store = open({ folder, log });
  for (const id of ['1', '2']) await unavailable(store.requests.accept(request(id)));
  expect(await store.settingsOf('7')).toEqual(USUAL_SETTINGS);
  rmSync(folder, { recursive: true });
  expect(await store.requests.accept(request('3'))).toBe(true);
  expect(said.filter((words) => words.includes('written'))).toEqual([CANNOT, CAN]);
});

test('a full disk is told of, what is there is read on, and it is written to once there is room', async ({ skip }) => {
  const folder = newFolder();
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
  try {
    mount('size=600k');
  } catch (error) {
    const lack = `no small disk can be made: ${(error as Error).message.trim()}`;
    console.warn(`skipped: ${lack}`);
    return skip(lack);
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const { log, said } = listening();
  const store = openSqliteStore({ folder, log, patienceMs: 100 });
  const accepted: string[] = [];
  const fill = async () => {
    for (;;) {
      const id = String(accepted.length);
      await store.requests.accept(request(id, 'x'.repeat(20_000)));
      accepted.push(id);
    }
  };
  await unavailable(fill());
  await unavailable(store.requests.accept(request('one more', 'x'.repeat(20_000))));
  expect(accepted.length).toBeGreaterThan(3);
  expect((await store.requests.unanswered()).map(({ id }) => id).sort()).toEqual([...accepted].sort());
  expect(said).toEqual([CANNOT]);
  mount('remount,size=10m');
  expect(await store.requests.accept(request('at last', 'x'.repeat(20_000)))).toBe(true);
  expect(await store.requests.unanswered()).toHaveLength(accepted.length + 1);
  expect(said).toEqual([CANNOT, CAN]);
  await store.close();
});

test('one that cannot be written takes none of those with it that come at the same moment', async () => {
  const store = open({ folder: newFolder() });
  const impossible = { ...request('2'), acceptedAt: Number.NaN };
  const [one, two, three] = await Promise.allSettled(
    [request('1'), impossible, request('3')].map((each) => store.requests.accept(each)),
  );
  expect([one!.status, two!.status, three!.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await store.requests.unanswered()).map(({ id }) => id)).toEqual(['1', '3']);
});

test('a database of a later version is left as it is', async () => {
  const folder = newFolder();
  await open({ folder }).requests.accept(request('1'));
  const place = inSqlite(folder);
  await place.run(`insert into kysely_migration (name, timestamp) values ('9999-later', '2999-01-01T00:00:00.000Z')`);
  await unavailable(open({ folder }).requests.accept(request('2')));
  expect(await place.run('select id from request')).toEqual([{ id: '1' }]);
});
