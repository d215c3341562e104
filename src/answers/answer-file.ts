import { parse as parseYaml, YAMLParseError } from 'yaml';
import { z } from 'zod';

/** One thing the bot can explain: a Markdown file, edited by teachers. */
export interface TaughtAnswer {
  /** The file's name without `.md`. */
  readonly id: string;
  /** The question it answers, as a learner would put it. */
  readonly title: string;
  /** TeX of the formula that matters most; null where none helps. */
  readonly formula: string | null;
  /** The formula as words, for those who hear it. */
  readonly spoken: string | null;
  /** The command whose run proves the point, as typed. */
  readonly demo: string;
  /** Ids of the answers to go on with. */
  readonly related: readonly string[];
  readonly sources: readonly { readonly name: string; readonly url: string }[];
  /** The answer, in Markdown as Discord reads it. */
  readonly body: string;
}

/** An answer's file that cannot be used: its name and what is wrong, one line each. */
export class AnswerFileError extends Error {
  override readonly name = 'AnswerFileError';
}

export const MAX_BODY = 1_400;
/** A title is a suggestion's value too, and Discord takes 100 characters there. */
export const MAX_TITLE = 90;
export const MAX_SPOKEN = 300;
export const RELATED = 2;

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(most, `is longer than ${most} characters`)
    .regex(/^[^\n]*$/u, 'has more than one line');

const head = z
  .strictObject({
    title: line(MAX_TITLE),
    formula: z.string().trim().min(1, 'is empty').optional(),
    spoken: line(MAX_SPOKEN).optional(),
    demo: line(200).regex(/^\//u, 'is not a command: it starts with a slash, such as /train lr:0.05 wd:0.01'),
    related: z.array(z.string()).length(RELATED, `needs ${RELATED} answers`),
    sources: z
      .array(z.strictObject({ name: line(120), url: z.url({ protocol: /^https$/u }) }))
      .min(1, 'needs one at least')
      .max(4, 'has more than four'),
  })
  .refine(({ formula, spoken }) => (formula === undefined) === (spoken === undefined), {
    path: ['spoken'],
    error: 'goes with a formula: the same in words, for those who hear it',
  });

const FILE = /^---\r?\n(?<head>[\s\S]*?)\r?\n---\r?\n(?<body>[\s\S]*)$/u;

/** Reads an answer from the text of its file. Throws AnswerFileError naming every fault. */
export function readAnswer(id: string, text: string): TaughtAnswer {
  const wrong = (faults: readonly string[]) =>
    new AnswerFileError(faults.map((fault) => `${id}.md: ${fault}`).join('\n'));
  const parts = FILE.exec(text.replace(/^\uFEFF/u, ''))?.groups;
  if (parts === undefined) throw wrong(['its first lines must be fields between two lines of ---']);
  const read = head.safeParse(yaml(parts['head']!, wrong));
  const body = parts['body']!.replaceAll('\r\n', '\n').trim();
  const faults = read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (body === '') faults.push('there is no answer below the fields');
  if (body.length > MAX_BODY) faults.push(`the answer has ${body.length} characters, at most ${MAX_BODY} are read`);
  if (!read.success || faults.length > 0) throw wrong(faults);
  const { formula = null, spoken = null, ...rest } = read.data;
  return { id, ...rest, formula, spoken, body };
}

function yaml(text: string, wrong: (faults: readonly string[]) => AnswerFileError): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YAMLParseError) throw wrong([`its fields cannot be read: ${error.message.split('\n')[0]}`]);
    throw error;
  }
}
