import { DefaultRestOptions, type RESTOptions, type ResponseLike } from 'discord.js';

/** How the library asks for something. */
export type MakeRequest = RESTOptions['makeRequest'];

/**
 * Asks Discord, and has an answer once all of it is there. The library times a request only until its answer begins:
 * one that stops half-way would be waited for five minutes. Here it is a request that took too long, which is aborted
 * and sent again like any other.
 */
export const wholeAnswers: MakeRequest = async (url, init) => {
  const answer = await DefaultRestOptions.makeRequest(url, init);
  return answerOf(await answer.arrayBuffer(), answer);
};

/** An answer all of which is there; it may be read as often as wanted. */
export function answerOf(
  bytes: ArrayBuffer,
  { status, statusText, ok, headers }: Pick<ResponseLike, 'status' | 'statusText' | 'ok' | 'headers'>,
): ResponseLike {
  const text = () => new TextDecoder().decode(bytes);
  return {
    ...{ status, statusText, ok, headers, body: null, bodyUsed: false },
    arrayBuffer: async () => bytes,
    text: async () => text(),
    json: async () => JSON.parse(text()),
  };
}
