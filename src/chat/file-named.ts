import { quote } from './quote.ts';
import { UserError } from './user-error.ts';

/** Finds what came with a request by its name, in any case if need be. Throws UserError naming what came instead. */
export function fileNamed<File extends { readonly name: string }>(there: readonly File[], name: string): File {
  const file =
    there.find((each) => each.name === name) ??
    there.find((each) => each.name.toLowerCase() === name.trim().toLowerCase());
  if (file !== undefined) return file;
  const others = there.slice(0, 3).map((each) => quote(each.name));
  const came = others.length === 0 ? '' : `, but ${others.join(', ')}`;
  throw new UserError(`no file named ${quote(name)} came with it${came}: attach it again`);
}
