import type { WebSettings } from '../settings.ts';

/** It cannot listen where it should: one line, for whoever runs it. */
export class WebStartError extends Error {
  override readonly name = 'WebStartError';
}

/** Why it cannot listen there, and what would work. */
export function whyNotThere(
  { host, port }: Pick<WebSettings, 'host' | 'port'>,
  error: NodeJS.ErrnoException,
): WebStartError {
  return new WebStartError(sentence(host, port, error), { cause: error });
}

function sentence(host: string, port: number, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT ${port} is taken: another program, perhaps another Halflife, listens there. ${otherPort(port < 65_535 ? port + 1 : 3000)}`;
    case 'EACCES':
      return `PORT ${port} may not be listened on by this user, as is usual below 1024. ${otherPort(3000)}`;
    case 'EADDRNOTAVAIL':
      return `HOST ${host} is not an address of this machine. ${OTHER_HOST}`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST ${host} is a name without an address here. ${OTHER_HOST}`;
    default:
      return `HOST ${host} and PORT ${port} cannot be listened on: ${message}`;
  }
}

const OTHER_HOST = 'Leave HOST empty for this machine alone, or set it to 0.0.0.0 to let other machines in';

function otherPort(example: number): string {
  return `Set PORT to another number, such as ${example}, or to 0 for any that is free`;
}
