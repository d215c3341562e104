import type { UploadedFile } from '../messages.ts';
import type { Breach } from '../refusal.ts';

/** The segments that stand for something in the templates. */
type Param = 'app' | 'channel' | 'command' | 'filename' | 'guild' | 'id' | 'message' | 'token';
export type Params = { readonly [param in Param]?: string };

export interface Call {
  readonly params: Params;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of the usual ones about rate limits. */
  readonly headers?: Record<string, string>;
  /** Something other than JSON: a file. */
  readonly raw?: { readonly bytes: Buffer; readonly contentType: string };
}

export interface Route {
  readonly method: string;
  /** Such as `/channels/:channel/messages`. */
  readonly template: string;
  /** False where the token in the path is the authorization. */
  readonly needsBot: boolean;
  readonly limits?: (body: unknown, files: readonly UploadedFile[]) => Breach[];
  readonly handle: (call: Call) => Answer;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent = (): Answer => ({ status: 204 });

export type Match = { readonly route: Route; readonly params: Params };

/** The first route that fits; segments are decoded, since clients send `@original` as `%40original`. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchPath(route.template, path);
    if (params) return { route, params };
  }
  return undefined;
}

/** The parameters of a path that fits the template (`:name` takes one segment, `*` any one), else undefined. */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const params: Record<string, string> = {};
  for (const [n, part] of expected.entries()) {
    const segment = decodeURIComponent(actual[n] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== '*' && part !== segment) return undefined;
  }
  return params;
}
