import { quote } from './quote.ts';
import { UserError } from './user-error.ts';

/** What is read of a file at most, in bytes: 1 MB as Discord and file managers count it. */
export const MAX_FILE_BYTES = 1_048_576;

/** The mistake of a file that is too large; its size is told where it is known. */
export function tooLarge(name: string, bytes: number | null): UserError {
  const size = bytes === null ? 'more than 1 MB' : `${megabytes(bytes)} MB`;
  return new UserError(`${quote(name)} has ${size}: at most 1 MB is read, so fewer rows or columns would work`);
}

/** Rounded up, so that what is over the limit never reads as at it: 1.01 and not 1. */
function megabytes(bytes: number): string {
  return (Math.ceil((100 * bytes) / MAX_FILE_BYTES) / 100).toLocaleString('en');
}
