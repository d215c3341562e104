import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'amaro';
import { FONT_FILES } from '../charts/fonts.ts';

const PAGE = new URL('./page/', import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

export interface Asset {
  readonly type: string;
  /** As an ETag: another one for other bytes. */
  readonly tag: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** All that the page is made of, by path. Nothing else of the disk is ever served. */
export function loadAssets(): ReadonlyMap<string, Asset> {
  const own = readdirSync(PAGE).filter((name) => extname(name) in TYPES);
  const files = [
    ...own.map((name) => [`/page/${name}`, new URL(name, PAGE)] as const),
    ['/', new URL('index.html', PAGE)] as const,
    ['/fonts/inter-400.ttf', FONT_FILES.regular] as const,
    ['/fonts/inter-700.ttf', FONT_FILES.bold] as const,
    ['/library/idb.js', fileURLToPath(import.meta.resolve('idb'))] as const,
  ];
  return new Map(files.map(([path, file]) => [path, load(file)]));
}

function load(file: URL | string): Asset {
  const ending = extname(file instanceof URL ? file.pathname : file);
  const content = readFileSync(file);
  // A browser does not read types: they become blanks, so that lines and columns stay as they were written.
  const text = ending === '.ts' ? transformSync(content.toString(), { mode: 'strip-only' }).code : content;
  const body = new Uint8Array(Buffer.from(text));
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  return { type: TYPES[ending]!, tag, body };
}
