import { quote } from '../chat/quote.ts';
import { UserError } from '../chat/user-error.ts';

/** What the first bytes of some files say they are, which people take for tables. */
const KNOWN_FILES: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a workbook or a zip file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an Excel workbook'],
  [[0x1f, 0x8b], 'a gzip file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file'],
];

/** Characters that no text has: controls, but for tabs and line ends, and for those beyond ASCII, which some texts have. */
const UNTEXTUAL = /[^\P{Cc}\s\u0080-\u009f]/u;

/**
 * The text of a file, in UTF-8, UTF-16 (as Excel's "Unicode text" is) or, where it is neither, Windows-1252; a byte
 * order mark is dropped. Throws UserError for what is no text.
 */
export function decode(bytes: Uint8Array, name: string): string {
  const known = KNOWN_FILES.find(([start]) => start.every((byte, index) => bytes[index] === byte));
  if (known !== undefined) throw new UserError(`${quote(name)} is ${known[1]}, not text: save the table as CSV`);
  const text = decoded(bytes, encodingOf(bytes));
  if (UNTEXTUAL.test(text)) throw new UserError(`${quote(name)} is not text: a CSV file is needed, numbers as text`);
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Digits and commas in UTF-16 have a zero for every second byte.
  const start = bytes.subarray(0, 400);
  const zeros = (odd: 0 | 1) => start.filter((byte, index) => byte === 0 && index % 2 === odd).length;
  if (zeros(1) > 0.4 * start.length && zeros(0) === 0) return 'utf-16le';
  if (zeros(0) > 0.4 * start.length && zeros(1) === 0) return 'utf-16be';
  return 'utf-8';
}

function decoded(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
