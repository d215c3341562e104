import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AnswerFileError } from '../../src/answers/answer-file.ts';
import { openKnowledge } from '../../src/answers/knowledge.ts';
import { markOf, readAnswers, readLibrary } from '../../src/answers/library.ts';

const FOLDER = new URL('../../src/answers/', import.meta.url);

/** A copy of all that the bot knows, to be changed. */
function copy() {
  const folder = mkdtempSync(join(tmpdir(), 'halflife-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of readdirSync(FOLDER)) {
    if (/\.(?:md|txt|model)$/u.test(file)) copyFileSync(new URL(file, FOLDER), join(folder, file));
  }
  const url = pathToFileURL(`${folder}/`);
  const at = (file: string) => new URL(file, url);
  return {
    url,
    change: (file: string, to: (text: string) => string) => writeFileSync(at(file), to(readFileSync(at(file), 'utf8'))),
    write: (file: string, text: string) => writeFileSync(at(file), text),
    remove: (file: string) => rmSync(at(file)),
  };
}

describe('the library', () => {
  test('has every answer, every question and every title as a question', () => {
    const { answers, questions } = readLibrary(FOLDER);
    for (const { id, title } of answers)
      expect(questions).toContainEqual({ text: title, answers: [id], batch: 'titles' });
    expect(questions.some(({ answers }) => answers.length === 0)).toBe(true);
    expect(questions.some(({ answers }) => answers.length > 1)).toBe(true);
  });

  test('names the answer that goes on to one that is not there', () => {
    const { url, remove } = copy();
    remove('lr-times-wd.md');
    expect(() => readAnswers(url)).toThrow(AnswerFileError);
    expect(() => readAnswers(url)).toThrow(/^[\w-]+\.md: related: there is no other answer lr-times-wd$/u);
  });

  test('names questions for an answer that is not there', () => {
    const { url, write } = copy();
    write('pizza.questions.txt', '## chat\nwhich pizza?');
    expect(() => readLibrary(url)).toThrow(new AnswerFileError('pizza.questions.txt: there is no answer pizza.md'));
  });

  test('names the question that would be served by one that is not there', () => {
    const { url, change } = copy();
    change('momentum.questions.txt', (text) => `${text}\nwhich topping? ||| pizza\n`);
    expect(() => readLibrary(url)).toThrow(
      new AnswerFileError('"which topping?" names pizza: there is no such answer'),
    );
  });
});

describe('what is stored of the finder', () => {
  const mark = (url: URL) => markOf(url, readAnswers(url));

  test('goes out of date with a question, a title or a message about something else', () => {
    const { url, change } = copy();
    const marks = [mark(url)];
    change('momentum.questions.txt', (text) => `${text}\nwhat does mu do\n`);
    marks.push(mark(url));
    change('momentum.md', (text) => text.replace(/^title: .*$/mu, 'title: What is momentum?'));
    marks.push(mark(url));
    change('off-topic.txt', (text) => `${text}\nwhich pizza?\n`);
    marks.push(mark(url));
    expect(new Set(marks).size).toBe(marks.length);
  });

  test('stays as it is while an answer is put into better words, and wherever the folder is', () => {
    const { url, change } = copy();
    expect(mark(url)).toBe(mark(FOLDER));
    change('momentum.md', (text) => `${text}\n\nMore about it.`);
    expect(mark(url)).toBe(mark(FOLDER));
  });

  test.for([
    ['is not there', null, 'it is missing'],
    ['is something else', 'version https://git-lfs.github.com/spec/v1', 'it is damaged'],
  ] as const)('is asked for in one line where it %s', ([, text, why]) => {
    const { url, write, remove } = copy();
    if (text === null) remove('finder.model');
    else write('finder.model', text);
    const line = `finder.model cannot be used, ${why}: npm run ask:train makes it`;
    expect(() => openKnowledge(url)).toThrow(new AnswerFileError(line));
  });

  test('serves on where a teacher has taken an answer away, says how to train it again, and never finds what is gone', async () => {
    const { url, change, remove } = copy();
    const question = 'How does momentum change lr and weight decay?';
    expect(openKnowledge(url).find(question).ranked[0]!.id).toBe('momentum');
    remove('momentum.md');
    remove('momentum.questions.txt');
    for (const file of readdirSync(url).filter((name) => name.endsWith('.md'))) {
      change(file, (text) =>
        text.replace(/^(related: .*)\bmomentum\b/mu, '$1$OTHER').replace('$OTHER', otherThan(text, file)),
      );
    }
    const warned = once(process, 'warning');
    const { answers, find, named } = openKnowledge(url);
    const [warning] = (await warned) as [Error];
    expect(warning.message).toContain('npm run ask:train');
    expect(answers).toHaveLength(35);
    expect(named('momentum')).toBeUndefined();
    expect(find(question).ranked.map(({ id }) => id)).not.toContain('momentum');
    expect(find(question).ranked).toHaveLength(35);
  });
});

/** An answer that this one does not go on to yet. */
function otherThan(text: string, file: string): string {
  return ['batch-size', 'early-stopping', 'l1-vs-l2'].find((id) => !text.includes(id) && file !== `${id}.md`)!;
}
