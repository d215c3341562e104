import { expect, test } from 'vitest';
import { openLog } from '../src/log.ts';

function logTo(secrets: readonly string[] = []) {
  const lines: string[] = [];
  return { lines, log: openLog({ level: 'info', secrets, to: { write: (line) => lines.push(line) } }) };
}

test('a secret is never written, wherever it turns up', () => {
  const { log, lines } = logTo(['s3cret']);
  log.info({ text: 'a s3cret' }, 'the s3cret');
  log.error({ err: new Error('s3cret', { cause: new Error('s3cret') }) });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain('s3cret');
  expect(lines.join()).toContain('[secret]');
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
  expect(JSON.parse(lines[0]!).err).toMatchObject({ type: 'Error', message: 'refused', code: 50035, status: 400 });
  expect(lines[0]).not.toMatch(/a private text|"url"/u);
});

test('below its level nothing is written', () => {
  const { log, lines } = logTo();
  log.debug('quiet');
  expect(lines).toEqual([]);
});
