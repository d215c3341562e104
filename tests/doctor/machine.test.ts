import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { checkNode } from '../../src/doctor/node-version.ts';
import { checkTrial } from '../../src/doctor/trial.ts';
import { openStore } from '../../src/store/open-store.ts';
import { examined, newFolder } from './examined.ts';

test('every setting that cannot be used is named, and what hangs on none of them is looked at all the same', async () => {
  const { all, about } = await examined({ PORT: 'many', LOG_LEVEL: 'loud', DISCORD_TOKEN: 'hunter2hunter2' });
  expect(about('settings').map(({ state, says }) => `${state} ${says.split(' ')[0]}`)).toEqual([
    'failed DISCORD_TOKEN',
    'failed PORT',
    'failed LOG_LEVEL',
  ]);
  for (const { remedy } of about('settings')) expect(remedy).toContain('.env.example');
  for (const name of ['discord', 'database', 'port']) expect(about(name)).toMatchObject([{ state: 'skipped' }]);
  for (const name of ['node', 'fonts', 'kernel']) expect(about(name)).toMatchObject([{ state: 'ok' }]);
  expect(JSON.stringify(all)).not.toContain('hunter2');
});

test('a file of settings that cannot be read is a failure, not a crash', async () => {
  const file = join(newFolder(), '.env');
  mkdirSync(file);
  const [told] = (await examined({}, { file })).about('settings');
  expect(told).toMatchObject({ state: 'failed', says: `${file} cannot be read: EISDIR` });
});

test('a name in the file that nothing reads is told: it may be mistyped', async () => {
  const file = join(newFolder(), '.env');
  writeFileSync(file, 'DISCORD_TOKN=hunter2\nLOG_LEVEL=warn\n');
  const { all, about } = await examined({}, { file });
  expect(about('settings')).toMatchObject([
    { state: 'ok', says: expect.stringContaining('LOG_LEVEL') },
    { state: 'warning', says: `${file} sets DISCORD_TOKN, which nothing here reads` },
  ]);
  expect(about('settings')[1]!.remedy).toContain('DISCORD_TOKEN');
  expect(JSON.stringify(all)).not.toContain('hunter2');
});

test('.env.example sets nothing by itself', () => {
  const values = Object.values(parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')));
  expect(new Set(values)).toEqual(new Set(['']));
});

test('another Node is told: too old is a failure, newer than tested a warning', () => {
  expect(checkNode('22.11.0')).toMatchObject({ state: 'failed', remedy: expect.stringContaining('npm ci') });
  expect(checkNode('24.1.9')).toMatchObject({ state: 'failed' });
  expect(checkNode('26.0.0')).toMatchObject({ state: 'warning' });
});

test('a folder that cannot be written to says who should let whom', async () => {
  const file = join(newFolder(), 'a-file');
  writeFileSync(file, '');
  const closed = newFolder();
  chmodSync(closed, 0o500);
  const isRoot = process.getuid?.() === 0; // root may write everywhere
  for (const DATA_DIR of [file, join(file, 'within'), ...(isRoot ? [] : [closed])]) {
    const { about } = await examined({ DATA_DIR });
    const [told] = about('data folder');
    expect(about('database')).not.toContainEqual(expect.objectContaining({ state: 'ok' }));
    expect(told).toMatchObject({
      state: 'failed',
      says: expect.stringContaining(`nothing can be written to ${DATA_DIR}`),
    });
    expect(told!.remedy).toContain('DATA_DIR');
  }
});

/** A folder with the bot's database in it. */
async function withDatabase(): Promise<{ DATA_DIR: string; file: string }> {
  const DATA_DIR = newFolder();
  const store = openStore({ dataDir: DATA_DIR });
  await store.ping();
  await store.close();
  return { DATA_DIR, file: join(DATA_DIR, 'halflife.db') };
}

test('a database that the bot has used is whole and up to date; none at all is no fault, and none is made', async () => {
  const { DATA_DIR } = await withDatabase();
  const used = (await examined({ DATA_DIR })).about('database');
  expect(used).toMatchObject([{ state: 'ok', says: expect.stringContaining('is whole') }, { state: 'ok' }]);
  for (let look = 0; look < 2; look++) {
    expect((await examined({})).about('database')).toMatchObject([
      { state: 'ok', says: 'there is no halflife.db yet: it is made as the bot starts' },
    ]);
  }
});

test('a database that another program keeps locked is told, and it ends', async () => {
  const { DATA_DIR, file } = await withDatabase();
  using other = new DatabaseSync(file);
  other.exec('begin immediate');
  const told = (await examined({ DATA_DIR }, { limitMs: 300 })).about('database');
  expect(told).toMatchObject([{ state: 'failed', says: `another program keeps ${file} locked` }]);
  expect(told[0]!.remedy).toContain('close what has it open');
});

test('a database that is damaged, or none, is told, with what to do with it', async () => {
  const { DATA_DIR, file } = await withDatabase();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4096, 12_288);
  for (const damaged of [bytes, Buffer.from('this is no database at all, but a text '.repeat(40))]) {
    writeFileSync(file, damaged);
    const [told] = (await examined({ DATA_DIR })).about('database');
    expect(told).toMatchObject({ state: 'failed', says: expect.stringContaining(`${file} is damaged`) });
    expect(told!.remedy).toContain('move the file away');
  }
});

test('a database of a newer version is told as one that cannot be used', async () => {
  const { DATA_DIR, file } = await withDatabase();
  using database = new DatabaseSync(file);
  database.exec(`insert into kysely_migration values ('9999-later', '2030-01-01')`);
  const [, told] = (await examined({ DATA_DIR }, { limitMs: 500 })).about('database');
  expect(told).toMatchObject({ state: 'failed', says: expect.stringContaining('its tables cannot be used') });
  expect(told!.remedy).toContain('newer Halflife');
});

test('a font that is not there, and one that is broken, are told', async () => {
  const fonts = [join(newFolder(), 'Inter.ttf')];
  const missing = (await examined({}, { fonts })).about('fonts');
  expect(missing).toMatchObject([{ state: 'failed', says: expect.stringContaining('is not there'), remedy: /./u }]);
  writeFileSync(fonts[0]!, 'no font');
  const broken = (await examined({}, { fonts })).about('fonts');
  expect(broken).toMatchObject([{ state: 'failed', remedy: 'install it anew: npm ci' }]);
});

test('a port that another program has is a failure; one that a Halflife has is none', async () => {
  let answer = 'something else';
  const other = createHttpServer((_, response) => response.end(answer)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const PORT = String((other.address() as AddressInfo).port);
  const [taken] = (await examined({ PORT })).about('port');
  expect(taken).toMatchObject({ state: 'failed', says: expect.stringContaining(`PORT ${PORT} is taken`) });
  expect(taken!.remedy).toMatch(/^Set PORT to another number/u);
  answer = JSON.stringify({ alive: true, version: '9.9.9' });
  const [ours] = (await examined({ PORT })).about('port');
  expect(ours).toMatchObject({ state: 'ok', says: `a Halflife (9.9.9) runs at 127.0.0.1:${PORT} already` });
  other.close();
  other.closeAllConnections();
});

test('a program that has the port and says nothing is waited for no longer than it may be', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const PORT = String((silent.address() as AddressInfo).port);
  expect((await examined({ PORT }, { limitMs: 200 })).about('port')).toMatchObject([{ state: 'failed' }]);
  silent.close();
});

test('an address that is not of this machine is told', async () => {
  const [told] = (await examined({ HOST: '192.0.2.1' })).about('port');
  expect(told).toMatchObject({ state: 'failed', says: 'HOST 192.0.2.1 is not an address of this machine' });
});

test('commands that cannot be loaded are told, and no run is made', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'broken.ts'), 'export default {};');
  const { about } = await examined({}, { commandsFolder: new URL(`file://${folder}/`) });
  expect(about('commands')).toMatchObject([{ state: 'failed', says: expect.stringContaining('broken.ts') }]);
  expect(about('a run')).toMatchObject([{ state: 'skipped' }]);
});

test('a run that does not end is given up', async () => {
  const { findCommands } = await import('../../src/chat/find-commands.ts');
  const { ALL_COMMANDS } = await import('./examined.ts');
  const told = (await examined({}, { commandsFolder: ALL_COMMANDS, trialMs: 1 })).about('a run');
  expect(told).toMatchObject([{ state: 'failed', says: 'no end after 0.001 s' }]);
  const stopped = await checkTrial(await findCommands(ALL_COMMANDS), AbortSignal.abort());
  expect(stopped).toMatchObject([{ state: 'failed', says: expect.stringContaining('was not answered') }]);
});
