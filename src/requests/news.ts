import { z } from 'zod';

/** What processes that share a database tell each other of a request. */
export type News = z.output<typeof news>;

const news = z.union([
  /** It is answered, and how that ended. */
  z.object({ id: z.string(), ended: z.string() }),
  /** Its asker has seen enough, or wants something else in its place. */
  z.object({ id: z.string(), wish: z.enum(['enough', 'superseded']) }),
  /** Some were given back: whoever has a hand free may take them. */
  z.object({ free: z.literal(true) }),
]);

/** Null for what another version tells. */
export function readNews(text: string): News | null {
  try {
    return news.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
