import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bulletin } from '../bulletin.ts';
import type { OpenApiFound } from '../checks/openapi.ts';
import type { Clock } from '../clock.ts';
import type { UploadedFile } from '../messages.ts';
import type { Problems } from '../problems.ts';
import { type Breach, invalidForm, Refusal, unauthorized } from '../refusal.ts';
import type { Fault, Faults } from './faults.ts';
import { bucketHeaders, rateLimited } from './rate-limits.ts';
import { parseBody, readBytes } from './request-body.ts';
import { type Answer, findRoute, type Route } from './router.ts';

/** One request as it arrived, and how it was answered (undefined until then, and for a cut connection). */
export interface SeenRequest {
  readonly method: string;
  /** Below `/api/v10`, decoded, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  /** On Discord's clock. */
  readonly at: number;
  status?: number;
}

export interface RestOptions {
  readonly token: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly problems: Problems;
  readonly bulletin: Bulletin;
  readonly openApi: OpenApiFound;
}

const API = /^\/api(?:\/v10)?(?=\/)/;

/** The HTTP side: reads a request, lets a fault have it, checks it, and hands it to its route. */
export class RestServer {
  readonly http: Server;
  readonly requests: SeenRequest[] = [];
  readonly #options: RestOptions;
  readonly #routes: readonly Route[];

  constructor(routes: readonly Route[], options: RestOptions) {
    this.#routes = routes;
    this.#options = options;
    this.http = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        // A client that is killed under its upload has done nothing wrong.
        if (request.complete)
          options.problems.record('internal', `${request.method} ${request.url}: ${(error as Error).stack}`);
        response.destroy();
      });
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { clock, faults, bulletin } = this.#options;
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', 'http://loopback');
    const rawPath = url.pathname.replace(API, '');
    const fault = faults.take(method, decodeURIComponent(rawPath));
    if (fault?.kind === 'upload cut') return cutUpload(request, fault.bytes);
    const bytes = await readBytes(request);
    let answer: Answer | undefined;
    const seen: SeenRequest = {
      method,
      path: decodeURIComponent(rawPath),
      query: url.searchParams,
      at: clock.now(),
      ...(await parseBody(bytes, request.headers['content-type'] ?? '').catch((error: unknown) => {
        answer = refused(error);
        return { body: bytes.toString('utf8'), files: [] };
      })),
    };
    this.requests.push(seen);
    if (fault?.kind === 'slow') await delay(fault.ms);
    const template = findRoute(this.#routes, method, rawPath)?.route.template ?? rawPath;
    if (fault?.kind === 'endless') {
      seen.status = 200;
      pourForEver(response, fault);
    } else if (fault?.kind === 'stalled') {
      answer ??= this.#answer(seen, rawPath, request.headers.authorization);
      if (fault.after === 'half') sendHalf(response, answer);
    } else if (fault?.kind === 'cut' && !fault.handled) {
      cut(response, request);
    } else if (fault?.kind === 'cut') {
      answer ??= this.#answer(seen, rawPath, request.headers.authorization);
      cut(response, request, fault.where === 'body' ? answer : undefined);
    } else {
      answer = (fault && faultAnswer(fault, method, template)) ?? answer;
      answer ??= this.#answer(seen, rawPath, request.headers.authorization);
      seen.status = answer.status;
      send(response, answer, bucketHeaders(method, template), fault?.kind === 'declared' ? fault.length : undefined);
    }
    bulletin.announce();
  }

  #answer(seen: SeenRequest, rawPath: string, authorization: string | undefined): Answer {
    const { problems, token } = this.#options;
    const name = `${seen.method} ${seen.path}`;
    const found = findRoute(this.#routes, seen.method, rawPath);
    if (!found) {
      problems.record('unimplemented', `${name} is not built in this double`);
      return { status: 501, body: { message: `${name} is not built in this double`, code: 0 } };
    }
    try {
      if (found.route.needsBot && authorization !== `Bot ${token}`) throw unauthorized();
      this.#check(seen, rawPath, found.route, name);
      return found.route.handle({ params: found.params, query: seen.query, body: seen.body, files: seen.files });
    } catch (error) {
      return refused(error);
    }
  }

  #check({ method, body, files }: SeenRequest, rawPath: string, route: Route, name: string): void {
    const { problems, openApi } = this.#options;
    const limits = route.limits?.(body, files) ?? [];
    for (const breach of limits) problems.record('limit', `${name}: ${sentence(breach)}`);
    if (limits.length > 0) throw invalidForm(limits);
    if (body === undefined || !('openApi' in openApi)) return;
    const breaches = openApi.openApi.breaches(method, rawPath.replace('%40', '@'), body);
    for (const breach of breaches) problems.record('openapi', `${name}: ${sentence(breach)}`);
    if (breaches.length > 0) throw invalidForm(breaches);
  }
}

function refused(error: unknown): Answer {
  if (error instanceof Refusal) return { status: error.status, body: error };
  throw error;
}

function sentence({ path, message }: Breach): string {
  return path === '' ? message : `${path}: ${message}`;
}

function encoded({ body, raw }: Answer): { bytes: Buffer; contentType: string } {
  return raw ?? { bytes: Buffer.from(body === undefined ? '' : JSON.stringify(body)), contentType: 'application/json' };
}

function send(response: ServerResponse, answer: Answer, usual: Record<string, string>, declared?: number): void {
  const { bytes, contentType } = encoded(answer);
  const length = String(declared ?? bytes.length);
  const describing = bytes.length > 0 ? { 'Content-Type': contentType, 'Content-Length': length } : {};
  response.strictContentLength = false;
  response.writeHead(answer.status, { ...(answer.headers ?? usual), ...describing }).end(bytes);
}

/** Writes on until the other side has had enough. */
function pourForEver(response: ServerResponse, { chunk, everyMs }: Extract<Fault, { kind: 'endless' }>): void {
  response.writeHead(200, { 'Content-Type': 'text/csv' });
  const pour = () => {
    if (response.destroyed) return;
    response.write(chunk, () => setTimeout(pour, everyMs));
  };
  pour();
}

function faultAnswer(fault: Fault, method: string, template: string): Answer | undefined {
  if (fault.kind === 'rate limit') return rateLimited(fault, method, template);
  if (fault.kind === 'redirect') return { status: 302, headers: { Location: fault.to } };
  if (fault.kind !== 'status') return undefined;
  const { status, code = 0, message = `${status}: ordered by a test` } = fault;
  return { status, body: { message, code } };
}

/** Ends the connection; with an answer, after half of it. */
function cut(response: ServerResponse, request: IncomingMessage, answer?: Answer): void {
  if (!answer) {
    request.socket.resetAndDestroy();
    return;
  }
  sendHalf(response, answer, () => request.socket.destroy());
}

/** Promises all of the answer, and sends half. */
function sendHalf(response: ServerResponse, answer: Answer, sent: () => void = () => {}): void {
  const { bytes, contentType } = encoded(answer);
  response.writeHead(answer.status, { 'Content-Type': contentType, 'Content-Length': String(bytes.length + 1) });
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), sent);
}

/** Resets the connection once so much of the body, or all of it, is there. */
async function cutUpload(request: IncomingMessage, after: number): Promise<void> {
  let arrived = 0;
  request.on('error', () => {});
  request.on('data', (chunk: Buffer) => {
    arrived += chunk.length;
    if (arrived >= after) request.socket.resetAndDestroy();
  });
  request.on('end', () => request.socket.resetAndDestroy());
}
