import { SECRET } from './secrets.ts';

/** What the log says of an error. */
interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly status?: string | number;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
  readonly errors?: readonly ErrorDescription[];
}

/** Errors and objects within each other, and errors side by side: what goes further goes round in circles. */
const DEEPEST = 6;
const MOST_ERRORS = 10;

/** Names under which things are that nobody may read. */
const SECRET_NAMES = /^(?:token|password|authorization|databaseUrl)$/iu;

/** The fields of a line with each error in them, however deep, described. */
export function loggable(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === 'err' ? described(value) : plain(value, name, 1)]),
  );
}

function plain(value: unknown, name: string, depth: number): unknown {
  if (SECRET_NAMES.test(name) && value !== null && value !== undefined) return SECRET;
  if (value instanceof Error) return described(value, depth);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return '[…]';
  if (Array.isArray(value)) return value.map((each) => plain(each, '', depth + 1));
  if (value instanceof Date || value instanceof URL) return String(value);
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, plain(each, inner, depth + 1)]));
}

/**
 * Only what is listed here: the errors of discord.js carry the whole request, and with it people's texts, pictures,
 * and the interaction's token; those of a database may carry the row.
 */
function described(error: unknown, depth = 1): ErrorDescription {
  if (!(error instanceof Error)) {
    return { type: typeof error, message: typeof error === 'object' ? 'not an error' : String(error) };
  }
  const deeper = depth < DEEPEST;
  return {
    type: String(error.name),
    message: String(error.message),
    ...('code' in error && isShort(error.code) && { code: error.code }),
    ...('status' in error && isShort(error.status) && { status: error.status }),
    ...(typeof error.stack === 'string' && { stack: error.stack }),
    ...(deeper && error.cause !== undefined && { cause: described(error.cause, depth + 1) }),
    ...(deeper &&
      error instanceof AggregateError && {
        errors: error.errors.slice(0, MOST_ERRORS).map((each) => described(each, depth + 1)),
      }),
  };
}

function isShort(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
