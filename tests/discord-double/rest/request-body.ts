import type { IncomingMessage } from 'node:http';
import type { UploadedFile } from '../messages.ts';
import { invalidJson } from '../refusal.ts';

export interface ParsedBody {
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** JSON, or a multipart form whose `payload_json` is the JSON and whose `files[n]` are the files. */
export async function parseBody(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<ParsedBody> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (!contentType.startsWith('multipart/form-data')) return { body: parseJson(bytes.toString('utf8')), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const files: UploadedFile[] = [];
  let body: unknown = {};
  for (const [field, value] of form) {
    if (field === 'payload_json') {
      body = parseJson(typeof value === 'string' ? value : await value.text());
    } else if (typeof value !== 'string') {
      const index = Number(/^files\[(\d+)\]$/.exec(field)?.[1] ?? files.length);
      const contentType = value.type || 'application/octet-stream';
      files.push({ index, filename: value.name, contentType, bytes: Buffer.from(await value.arrayBuffer()) });
    }
  }
  return { body, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidJson();
  }
}
