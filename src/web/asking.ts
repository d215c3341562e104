import { basename, win32 } from 'node:path';
import type { HonoRequest } from 'hono';
import { z } from 'zod';
import { count } from '../findings/figures.ts';
import { checked, parsed } from './checked.ts';
import { MAX_TEXT_BYTES } from './guard.ts';
import type { Asking, Asks } from './protocol.ts';
import { Refusal } from './refusal.ts';

/** More than any command takes. */
const MOST_FILES = 5;
/** Fewer are told exactly; reading a megabyte of empty parts would take a quarter of a second. */
const MOST_PARTS = 50;
const MOST_OPTIONS = 25;
const MAX_NAME = 100;
/** Of a link, or of what an option is given. */
export const MAX_TEXT = 4_000;

/** Of a request or a conversation: made by the page. */
export const id = z
  .string({ error: 'is needed' })
  .regex(/^[0-9a-f]{32}$/u, { error: 'has to be 32 hexadecimal digits' });

const text = z.string({ error: 'has to be a text' });
const upTo = (most: number) => text.max(most, { error: `has more than ${count(most)} characters` });

const options = z
  .unknown()
  .refine((given) => given === null || typeof given !== 'object' || !Object.hasOwn(given, '__proto__'), {
    error: 'cannot have __proto__',
  })
  .pipe(z.record(z.string(), upTo(MAX_TEXT), { error: 'have to be texts by their names' }))
  .refine((given) => Object.keys(given).length <= MOST_OPTIONS, { error: `are more than ${MOST_OPTIONS}` })
  .refine((given) => Object.keys(given).every((name) => name.length <= MAX_NAME), {
    error: `have a name of more than ${MAX_NAME} characters`,
  });

const WAYS = { error: 'has to be one of message, link and sends' };

const asks = z
  .object(
    {
      // One that is too long is told so in its reply, like anywhere else.
      message: text.optional(),
      link: upTo(MAX_TEXT).optional(),
      sends: z.object({ command: upTo(MAX_NAME), options }, { error: 'needs a command and its options' }).optional(),
    },
    WAYS,
  )
  .refine((given) => Object.keys(given).length === 1, WAYS)
  .transform((given) => given as Asks);

const asking = z.object({ id, tab: id, asks, person: id.optional() }, { error: 'has to be an object' });

/** What a page asks, and the files that came with it. */
export interface Sent extends Asking {
  readonly files: readonly File[];
}

/** Reads the form that a page sends. Throws Refusal for any other. */
export async function readAsking(request: HonoRequest): Promise<Sent> {
  const form = await formIn(request);
  const written = form.get('asking');
  if (typeof written !== 'string') throw new Refusal(400, 'the form needs the field asking: what is asked, as JSON');
  if (written.length > MAX_TEXT_BYTES)
    throw new Refusal(413, `that is too long: at most ${count(MAX_TEXT)} characters are read`);
  const files = form.getAll('file').map(named);
  if (files.length > MOST_FILES)
    throw new Refusal(400, `${files.length} files are too many: at most ${MOST_FILES} work`);
  return { ...checked(asking, parsed(written, 'asking'), 'asking'), files };
}

async function formIn(request: HonoRequest): Promise<FormData> {
  const type = request.header('content-type') ?? '';
  try {
    const bytes = await request.arrayBuffer();
    checkParts(Buffer.from(bytes).toString('latin1'), type);
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, 'this takes a form, as multipart/form-data, and what came could not be read as one');
  }
}

/** Every part of a form has this in it, or it cannot be read. */
function checkParts(form: string, type: string): void {
  const mark = /urlencoded/iu.test(type) ? /&/gu : /content-disposition/giu;
  for (let parts = 0; mark.test(form); parts++) {
    if (parts === MOST_PARTS) throw new Refusal(400, `the form has more than ${MOST_PARTS} parts`);
  }
}

/** A file by its own name, without the folders it was in. */
function named(sent: File | string): File {
  if (typeof sent === 'string') throw new Refusal(400, 'the form has a field file that is a text, and not a file');
  const name = basename(win32.basename(sent.name));
  if (name === '') throw new Refusal(400, 'the form has a file without a name');
  return name === sent.name ? sent : new File([sent], name);
}
