import type { CompileContext, Extension as TreeExtension } from 'mdast-util-from-markdown';
import type { Code, Construct, Extension, State, Token } from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    address: 'address';
  }
}

const STARTS = ['https://', 'http://'];
const LONGEST_START = 8;

/** What ends an address wherever it stands: a blank, or a mark of Markdown that addresses hardly have. */
const END = /[\s<>"\\`*|\]]/u;
/** What does not belong to it where it stands at its end. */
const TRAILING = /[.,:;!?'_~]$/u;

const address: Construct = {
  name: 'address',
  previous: (code) => !isCharacter(code) || !/[\p{L}\p{N}]/u.test(String.fromCharCode(code)),
  tokenize(effects, ok, nok) {
    let start = '';
    const next: State = (code) => {
      if (isCharacter(code) && !END.test(String.fromCharCode(code))) {
        if (start.length < LONGEST_START) start += String.fromCharCode(code);
        if (!STARTS.some((each) => each.startsWith(start) || start.startsWith(each))) return nok(code);
        effects.consume(code);
        return next;
      }
      if (!STARTS.some((each) => start.startsWith(each))) return nok(code);
      effects.exit('address');
      return ok(code);
    };
    return (code) => {
      effects.enter('address');
      return next(code);
    };
  },
};

function isCharacter(code: Code): code is number {
  return code !== null && code >= 0;
}

/** An address of the web in the middle of a text, as Discord finds them. One with a backslash in it is left as it is. */
export const addresses: Extension = { text: { ['h'.charCodeAt(0)]: address } };

/** Makes links of them. */
export const addressLinks: TreeExtension = { exit: { address: exitAddress } };

function exitAddress(this: CompileContext, token: Token): undefined {
  const written = this.sliceSerialize(token);
  const url = withoutTrailing(written);
  this.enter({ type: 'link', url, children: [] }, token);
  addText(this, token, url);
  this.exit(token);
  if (url !== written) addText(this, token, written.slice(url.length));
}

function addText(context: CompileContext, token: Token, value: string): void {
  context.enter({ type: 'text', value }, token);
  context.exit(token);
}

/** A bracket at the end belongs to it if it was opened in it. */
function withoutTrailing(written: string): string {
  let url = written;
  while (TRAILING.test(url) || (url.endsWith(')') && count(url, ')') > count(url, '('))) url = url.slice(0, -1);
  return url;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
