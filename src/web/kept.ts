import { extname } from 'node:path';
import type { Hono } from 'hono';
import { Refusal } from './refusal.ts';
import type { Requests } from './requests.ts';

/** What a browser could take for a page, or run, is never among them; and all is for saving. */
const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.ipynb': 'application/x-ipynb+json',
  '.json': 'application/json',
  '.py': 'text/x-python; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

const GONE = 'that is no longer kept here: ask again to have it';

/** The pictures and files of replies. Whoever has the address has them: the request's id in it is not to be guessed. */
export function serveKept(app: Hono, requests: Pick<Requests, 'reply'>): void {
  app.get('/api/requests/:id/:revision{[0-9]+}/:kind{pictures|files}/:index{[0-9]+}/:name', (c) => {
    const { id, revision, kind, index } = c.req.param();
    const reply = requests.reply(id, Number(revision));
    if (reply === null) throw new Refusal(404, GONE);
    if (kind === 'pictures') {
      const picture = reply.pictures[Number(index)];
      if (picture === undefined) throw new Refusal(404, GONE);
      return c.body(new Uint8Array(picture.png), 200, {
        'content-type': 'image/png',
        'content-disposition': disposition('inline', picture.name),
      });
    }
    const file = reply.files[Number(index)];
    if (file === undefined) throw new Refusal(404, GONE);
    return c.body(new Uint8Array(file.content), 200, {
      'content-type': TYPES[extname(file.name).toLowerCase()] ?? 'application/octet-stream',
      'content-disposition': disposition('attachment', file.name),
    });
  });
}

/** RFC 6266: the name in plain letters, and beside it as it is. */
function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\w.-]/gu, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
