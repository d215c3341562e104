import { parse } from 'node:path';
import type { Reply } from '../chat/reply.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';

/**
 * A reply whose pictures are one, below one another. Discord lays several out as a mosaic of squares and cuts off what
 * sticks out, which leaves the middle of a formula. Where they cannot be put together they stay as they are.
 */
export async function withOnePicture(reply: Reply, lab: Lab, log: Log): Promise<Reply> {
  const { pictures } = reply;
  if (pictures.length < 2) return reply;
  try {
    const png = await lab.draw({ kind: 'stack', pictures: pictures.map((picture) => picture.png) });
    const name = `${pictures.map((picture) => parse(picture.name).name).join('-')}.png`;
    return { ...reply, pictures: [{ name, png, alt: pictures.map(({ alt }) => alt).join('\n') }] };
  } catch (error) {
    log.warn({ err: error }, 'pictures could not be put together');
    return reply;
  }
}
