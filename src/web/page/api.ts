import type { Accepted, Asking, Commands, CompleteRequest, Completions, Refused } from '../protocol.ts';
import type { KeptFile } from './model.ts';
import { thisPerson } from './person.ts';

/** What came of asking. `away`: there was no answer, or only that something is wrong over there. */
export type Asked =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'away' };

/** The server's functions. Those that reject do so where it cannot be reached or answers otherwise than promised. */
export const api = {
  async commands(): Promise<Commands> {
    return (await expected(await fetch('/api/commands'))).json();
  },

  async complete(text: string, signal: AbortSignal): Promise<Completions> {
    const body = JSON.stringify({ text, ...whoAsks() } satisfies CompleteRequest);
    const headers = { 'content-type': 'application/json' };
    return (await expected(await fetch('/api/complete', { method: 'POST', headers, body, signal }))).json();
  },

  /** Never rejects. */
  async ask(asking: Asking, files: readonly KeptFile[]): Promise<Asked> {
    const form = new FormData();
    form.set('asking', JSON.stringify({ ...asking, ...whoAsks() } satisfies Asking));
    for (const { name, content } of files) form.append('file', content, name);
    try {
      const answer = await fetch('/api/requests', { method: 'POST', body: form });
      if (answer.ok) return { kind: 'accepted', accepted: await answer.json() };
      if (answer.status >= 500) return { kind: 'away' };
      return { kind: 'refused', sentence: await refusal(answer) };
    } catch {
      return { kind: 'away' };
    }
  },

  async stop(id: string): Promise<void> {
    await expected(await fetch(`/api/requests/${id}/stop`, { method: 'POST' }));
  },

  /** The page has all of it. */
  async forget(id: string): Promise<void> {
    await expected(await fetch(`/api/requests/${id}`, { method: 'DELETE' }));
  },

  /** Null where these bytes are there no longer. */
  async bytes(url: string): Promise<Blob | null> {
    const answer = await fetch(url);
    return answer.status === 404 ? null : (await expected(answer)).blob();
  },
};

export type Api = typeof api;

function whoAsks(): Pick<Asking, 'person'> {
  const person = thisPerson();
  return person === null ? {} : { person };
}

async function expected(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  throw new Error(`${answer.url} answered ${answer.status}`);
}

async function refusal(answer: Response): Promise<string> {
  const { error } = (await answer.json().catch(() => ({}))) as Partial<Refused>;
  return error ?? `Halflife did not take this (its server answered ${answer.status}).`;
}
