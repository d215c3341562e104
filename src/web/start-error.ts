/** It cannot listen where it should: one line, for whoever runs it. */
export class WebStartError extends Error {
  override readonly name = 'WebStartError';
}
