import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Question } from '../../src/answers/examples.ts';

/** What is kept beside the repository and not in it: questions to measure with, so that none of them is ever taught. */
const FOLDER = new URL('../../../shared/questions/', import.meta.url);

export type Beside<Content> = { readonly content: Content } | { readonly skipped: string };

export interface Labelled extends Question {
  /** Its line in the file, by which a failure names it. */
  readonly line: number;
  readonly source: string;
}

const topic = z.object({ id: z.string() });
const labelled = z.object({
  q: z.string(),
  topic: z.string(),
  also: z.array(z.string()).default([]),
  source: z.string().default(''),
});

/** Ids of the topics that must have an answer; or why there is no telling. */
export function findTopics(): Beside<readonly string[]> {
  return beside('topics.json', (text) =>
    z
      .array(topic)
      .parse(JSON.parse(text))
      .map(({ id }) => id),
  );
}

/** Labelled questions; or why there are none. */
export function findLabelledQuestions(): Beside<readonly Labelled[]> {
  return beside('dev.jsonl', (text) =>
    text.split('\n').flatMap((row, index): Labelled[] => {
      if (row.trim() === '') return [];
      const { q, topic, also, source } = labelled.parse(JSON.parse(row));
      const answers = topic === 'out-of-scope' ? [] : [topic, ...also];
      return [{ text: q, answers, batch: '', source, line: index + 1 }];
    }),
  );
}

function beside<Content>(name: string, read: (text: string) => Content): Beside<Content> {
  const file = fileURLToPath(new URL(name, FOLDER));
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { skipped: `not held against ${name}: ${(error as Error).message}` };
  }
  return { content: read(text) };
}

interface Skipping {
  skip(note?: string): never;
}

/** The content, or the running test is skipped, never silently. */
export function contentOf<Content>(found: Beside<Content>, context: Skipping): Content {
  if ('content' in found) return found.content;
  console.warn(`skipped: ${found.skipped}`);
  return context.skip(found.skipped);
}
