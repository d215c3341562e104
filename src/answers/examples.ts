/** One way of asking, written down to teach the finder. */
export interface Question {
  readonly text: string;
  /** Ids of the answers that serve it, the best first; none for a message that is about something else. */
  readonly answers: readonly string[];
  /** Who wrote it, or in what manner: the heading it stands under. Those of one batch are alike. */
  readonly batch: string;
}

const HEADING = /^##\s+(.*)$/u;
const ALSO = /\s*\|\|\|\s*/u;

/**
 * Reads a file of questions: one a line, `## batch` above those written together. ` ||| other-id, another-id` at the
 * end names answers that would serve as well.
 */
export function readQuestions(answer: string | null, text: string): Question[] {
  const questions: Question[] = [];
  let batch = '';
  for (const row of text.split(/\r?\n/u)) {
    const line = row.trim();
    const heading = HEADING.exec(line)?.[1];
    if (heading !== undefined) {
      batch = heading;
    } else if (line !== '') {
      const [words = '', also = ''] = line.split(ALSO);
      const others = also.split(/[,\s]+/u).filter((id) => id !== '' && id !== answer);
      questions.push({ text: words, answers: answer === null ? [] : [answer, ...others], batch });
    }
  }
  return questions;
}
