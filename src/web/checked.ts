import type { z } from 'zod';
import { Refusal } from './refusal.ts';

/** What was sent, if it has the shape it needs. Throws Refusal: the name of the part that has not, and what is wrong. */
export function checked<T>(schema: z.ZodType<T>, sent: unknown, name: string): T {
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  const [{ path, message }] = read.error.issues as [z.core.$ZodIssue];
  throw new Refusal(400, `${[name, ...path].map((part) => String(part).slice(0, 40)).join('.')} ${message}`);
}

/** Throws Refusal for what is not JSON. */
export function parsed(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Refusal(400, `${name} is not JSON`);
  }
}
