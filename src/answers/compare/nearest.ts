import MiniSearch from 'minisearch';
import { type Candidate, type Part, spaceOfParts } from './candidate.ts';

const NEIGHBOURS = 20;

/** BM25 on answers' titles and texts, and on all of an answer's questions if so asked. */
export function bm25OnAnswers({ withQuestions }: { withQuestions: boolean }): Candidate {
  return ({ answers, questions }) => {
    const search = new MiniSearch({ fields: ['title', 'body', 'asked'], searchOptions: { boost: { title: 2 } } });
    search.addAll(
      answers.map(({ id, title, body }) => ({
        id,
        title,
        body,
        asked: withQuestions ? ofAnswer(questions, id).join('\n') : '',
      })),
    );
    return (message) => {
      const found = new Map(search.search(message).map(({ id, score }) => [String(id), score]));
      return answers.map(({ id }) => found.get(id) ?? 0);
    };
  };
}

/** BM25 on single questions; an answer scores as its best. */
export const bm25OnQuestions: Candidate = ({ answers, questions }) => {
  const search = new MiniSearch({ fields: ['text'], storeFields: ['answer'] });
  const asked = questions.filter((question) => question.answers.length > 0);
  search.addAll(asked.map((question, id) => ({ id, text: question.text, answer: question.answers[0] })));
  return (message) => {
    const best = new Map<string, number>();
    for (const { answer, score } of search.search(message)) {
      best.set(answer, Math.max(score, best.get(answer) ?? 0));
    }
    return answers.map(({ id }) => best.get(id) ?? 0);
  };
};

/** The votes of the nearest questions by cosine, each counted by the third power of how near it is. */
export function nearestQuestions(parts: readonly Part[]): Candidate {
  return ({ answers, questions }) => {
    const asked = questions.filter((question) => question.answers.length > 0);
    const { place } = spaceOfParts(
      parts,
      asked.map(({ text }) => text),
    );
    const postings = new Map<number, [number, number][]>();
    asked.forEach(({ text }, n) => {
      const { at, weight } = place(text);
      at.forEach((feature, i) => {
        if (!postings.has(feature)) postings.set(feature, []);
        postings.get(feature)!.push([n, weight[i]!]);
      });
    });
    return (message) => {
      const near = new Float32Array(asked.length);
      const { at, weight } = place(message);
      at.forEach((feature, i) => {
        for (const [n, other] of postings.get(feature) ?? []) near[n] = near[n]! + weight[i]! * other;
      });
      const votes = new Map<string, number>();
      const nearest = [...near.keys()].sort((a, b) => near[b]! - near[a]!).slice(0, NEIGHBOURS);
      for (const n of nearest) {
        const id = asked[n]!.answers[0]!;
        votes.set(id, (votes.get(id) ?? 0) + near[n]! ** 3);
      }
      return answers.map(({ id }) => votes.get(id) ?? 0);
    };
  };
}

function ofAnswer(questions: readonly { text: string; answers: readonly string[] }[], id: string): string[] {
  return questions.filter(({ answers }) => answers[0] === id).map(({ text }) => text);
}
