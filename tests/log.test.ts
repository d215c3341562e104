import { spawnSync } from 'node:child_process';
import { DiscordAPIError, HTTPError } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogOptions, openLog } from '../src/log.ts';
import { secretsOf } from '../src/secrets.ts';

function logTo(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  return { lines, log: openLog({ level: 'info', ...options, to: { write: (line) => lines.push(line) } }) };
}

const FORMS = [
  ['as JSON', null],
  ['on a terminal', { colours: false }],
  ['on a terminal with colours', { colours: true }],
] as const;

/** As Discord makes them: the base64 of `interaction:`, an id, and what nobody can guess. */
const INTERACTION_TOKEN = `${Buffer.from('interaction:1234567890123456789:').toString('base64url')}xYz_-0123456789`;
const CALLBACK = `https://discord.com/api/v10/interactions/1234567890123456789/${INTERACTION_TOKEN}/callback`;

test.for(FORMS)('a secret is never written, wherever it turns up, %s', ([, terminal]) => {
  const { log, lines } = logTo({ secrets: ['s3cret'], terminal });
  log.info({ text: 'a s3cret', s3cret: ['s3cret', { deep: 's3cret' }] }, 'the s3cret');
  log.error({ err: new Error('s3cret', { cause: new Error('s3cret') }) });
  log.error(new AggregateError([new Error('s3cret')], 's3cret'));
  log.info('told with %s and %j', 's3cret', { in: 's3cret' });
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toContain('s3cret');
  expect(lines.join()).toContain('[secret]');
});

test.for(FORMS)('whatever a secret is made of, it is not written, and the line stays whole, %s', ([, terminal]) => {
  const anySecret = fc.string({ minLength: 1, unit: fc.constantFrom(...'":{}\\,01é \n$&') });
  fc.assert(
    fc.property(anySecret, fc.string(), (secret, beside) => {
      const { log, lines } = logTo({ secrets: [secret], terminal });
      log.info({ text: `${beside}${secret}${beside}` });
      if (terminal === null) {
        const { text } = JSON.parse(lines[0]!);
        expect(text.replaceAll('[secret]', '')).not.toContain(secret);
      }
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/\n$/u);
    }),
  );
});

test('of the settings the token, its parts, the address of the database and its password are secret', () => {
  const databaseUrl = 'postgres://halflife:p%40ss%2Fw0rd@db:5432/halflife';
  const secrets = secretsOf({
    discord: { token: 'MTIz.Gabcde.hm4c-hm4c', api: '', guild: null },
    storage: { databaseUrl },
  });
  const { log, lines } = logTo({ secrets });
  log.info(
    { token: 'MTIz.Gabcde.hm4c-hm4c', text: `MTIz.Gabcde.*** hm4c-hm4c ${databaseUrl}` },
    'p@ss/w0rd p%40ss%2Fw0rd',
  );
  expect(JSON.parse(lines[0]!)).toMatchObject({
    token: '[secret]',
    text: '[secret].*** [secret] [secret]',
    msg: '[secret] [secret]',
  });
  expect(secretsOf({ discord: null, storage: { dataDir: './data' } })).toEqual([]);
});

test.for(FORMS)('nobody need know an interaction token for it to stay out, %s', ([, terminal]) => {
  const { log, lines } = logTo({ level: 'trace', terminal });
  const body = { files: [], body: { content: 'a private text' } };
  const refused = new DiscordAPIError(
    { code: 10_062, message: `Unknown ${CALLBACK}` },
    10_062,
    404,
    'POST',
    CALLBACK,
    body,
  );
  const failed = new HTTPError(503, 'Service Unavailable', 'POST', CALLBACK, body);
  log.error({ err: refused }, 'an interaction could not be answered');
  log.warn({ error: failed, within: { failed: [failed] } }, 'under another name');
  log.warn(failed);
  log.error({ err: new AggregateError([refused, failed], 'all failed', { cause: refused }) });
  log.trace({ text: `URL: ${CALLBACK}`, interaction: { id: '1', token: 'anything' } }, `to ${CALLBACK}`);
  log.info('%s %j %o', CALLBACK, failed, failed);
  log.error({ err: { url: CALLBACK } });
  expect(lines).toHaveLength(7);
  expect(lines.join()).not.toContain(INTERACTION_TOKEN.slice(0, 20));
  expect(lines.join()).not.toMatch(/xYz_|anything/u);
  for (const line of [...lines.slice(0, 5), lines[6]]) expect(line).not.toContain('a private text');
});

test('a webhook is hidden whatever its token looks like, and so is the password of any address', () => {
  const { log, lines } = logTo();
  log.info({ why: 'GET https://x.test/api/v10/webhooks/12345678901234567890/s-0_me?wait=true failed' });
  log.info({ why: 'http://proxy:hunter2@10.0.0.1:8080 refused, see http://127.0.0.1:3000/healthz' });
  expect(lines.join('')).not.toMatch(/s-0_me|hunter2/u);
  expect(lines.join('')).toContain('/webhooks/12345678901234567890/[secret]?wait=true failed');
  expect(lines.join('')).toContain('http://proxy:[secret]@10.0.0.1:8080 refused, see http://127.0.0.1:3000/healthz');
});

test('of an error only what it is gets written, not the request it carries', () => {
  const { log, lines } = logTo();
  const error = Object.assign(new Error('refused'), {
    code: 50035,
    status: 400,
    requestBody: 'a private text',
    url: 'u',
  });
  log.error({ err: error });
  log.error({ err: new AggregateError([error], 'several', { cause: error }) });
  expect(JSON.parse(lines[0]!).err).toMatchObject({ type: 'Error', message: 'refused', code: 50035, status: 400 });
  expect(JSON.parse(lines[1]!).err).toMatchObject({ errors: [{ code: 50035 }], cause: { message: 'refused' } });
  expect(lines.join()).not.toMatch(/a private text|"url"/u);
});

test('what goes round in circles, and what is no error at all, is logged all the same', () => {
  const { log, lines } = logTo();
  const round = new Error('round') as Error & { cause?: unknown };
  round.cause = round;
  const within: { self?: unknown } = {};
  within.self = within;
  log.error({ err: round, within, many: 10n });
  for (const err of ['text', null, undefined, Object.create(null), Symbol('s')]) log.error({ err });
  expect(lines).toHaveLength(6);
  expect(lines[0]).toContain('"many":"10"');
});

test('below its level nothing is written', () => {
  const { log, lines } = logTo();
  log.debug('quiet');
  expect(lines).toEqual([]);
});

test('on a terminal a request is one line that can be read, and colours come only where they are taken', () => {
  const request = { via: 'command', reference: 'A1B2', command: 'train', outcome: 'answered', ms: 2100 };
  const plain = logTo({ terminal: { colours: false } });
  plain.log.info(request, 'request');
  expect(plain.lines.join('')).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: request \{"via":"command",.*"ms":2100\}\n$/u);
  const coloured = logTo({ terminal: { colours: true } });
  coloured.log.info(request, 'request');
  expect(coloured.lines.join('')).toContain('\u001b[');
});

test('what a stranger wrote cannot write over the terminal', () => {
  const { log, lines } = logTo({ terminal: { colours: false } });
  log.info({ text: '\u001b[2J\u0007', err: new Error('\u009b2J\r\u001b]0;x\u0007') }, '\u001b[1A');
  expect(lines.join('')).not.toMatch(/[^\P{Cc}\n\t]/u);
});

const LOGS = `
  import { openLog } from '${new URL('../src/log.ts', import.meta.url).pathname}';
  openLog({ level: 'info', secrets: ['s3cret'] }).info({ a: 's3cret' }, 'told');
`;

/** A process whose stderr is a terminal of its own, as `script` makes them. */
function onTerminal(variables: Record<string, string>) {
  const command = `"${process.execPath}" --input-type=module-typescript -e "$LOGS"`;
  const env = { PATH: process.env['PATH'], TERM: 'xterm-256color', LOGS, ...variables };
  return spawnSync('script', ['-qec', command, '/dev/null'], { env, encoding: 'utf8', input: '' });
}

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

test.skipIf(!hasScript).for([
  [{}, true],
  [{ NO_COLOR: '1' }, false],
  [{ TERM: 'dumb' }, false],
] as const)('a real terminal gets lines for people: %j', ([variables, colours]) => {
  const { stdout } = onTerminal(variables);
  expect(stdout).toContain('told');
  expect(stdout).toMatch(/INFO.*\{"a":"\[secret\]"\}/u);
  expect(stdout).not.toContain('"level"');
  expect(stdout.includes('\u001b[')).toBe(colours);
});

test('elsewhere stderr gets JSON, nothing stdout, and what makes it pretty is not loaded', () => {
  const loads = `${LOGS}
    import { createRequire } from 'node:module';
    const loaded = Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('pino-pretty'));
    process.stdout.write(String(loaded));
  `;
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', loads], { encoding: 'utf8' });
  expect(JSON.parse(child.stderr)).toMatchObject({ level: 30, a: '[secret]', msg: 'told' });
  expect(child.stdout).toBe('false');
});
