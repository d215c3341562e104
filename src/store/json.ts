import type { z } from 'zod';

/** What a database gave back: undefined where it is no JSON, or not of this kind. */
export function readJson<Value>(json: string, kind: z.ZodType<Value>): Value | undefined {
  try {
    return kind.safeParse(JSON.parse(json)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
