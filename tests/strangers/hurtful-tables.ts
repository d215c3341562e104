import { gzipSync } from 'node:zlib';

/** Files that people, or those who are up to no good, may attach as a CSV; each with what is said of it. */

const MB = 1_048_576;

/** As often as it fits. */
function full(part: string, bytes = MB): string {
  return part.repeat(Math.floor(bytes / part.length));
}

function rows(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => row(index)).join('\n');
}

function utf16(text: string, { mark, big }: { mark: boolean; big: boolean }): Buffer {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

const numbers = rows(40, (i) => `${i},${(i * 7) % 11},${(i * i) % 13}`);
const asTable = `a,b,c\n${numbers}`;

export interface HurtfulTable {
  readonly what: string;
  readonly bytes: () => Uint8Array | string;
  /** What the refusal says; of a table that is taken, its columns. */
  readonly says: RegExp | readonly string[];
  readonly target?: string;
}

const TOO_LONG = /has more than 50,000 lines: at most 20,000 rows are read/u;
const UNCLOSED = /has a quotation mark in row [\d,]+ that is opened and not closed, or closed too early/u;

export const HURTFUL_TABLES: readonly HurtfulTable[] = [
  // Size
  {
    what: 'half a million columns',
    bytes: () => full('1,'),
    says: /has 524,289 columns: at most 1,000 are looked at/u,
  },
  { what: 'the same in four rows', bytes: () => rows(4, (i) => full(`${i},`, MB / 4)), says: /has 131,073 columns/u },
  { what: 'half a million rows', bytes: () => full('1\n'), says: TOO_LONG },
  { what: 'a million blank lines', bytes: () => full('\n'), says: TOO_LONG },
  { what: 'lines that end the old way', bytes: () => full('1,2\r'), says: TOO_LONG },
  { what: 'nothing but commas', bytes: () => full(','), says: /is empty/u },
  { what: 'one line of 900 KB', bytes: () => 'a'.repeat(900_000), says: /has no row of data/u },
  {
    what: 'a cell of 900 KB',
    bytes: () => `x,y\n1,${'a'.repeat(900_000)}\n2,3\n3,4`,
    says: /has "a{40}…" in row 2 of the target/u,
  },
  {
    what: 'a number of 900 KB',
    bytes: () => `x,y\n1,${'9'.repeat(900_000)}\n2,3`,
    says: /has an infinite number in row 2 of "y"/u,
  },
  {
    what: 'a cell of letters that stand for eighteen',
    bytes: () => `x,y\n1,${'ﷺ'.repeat(300_000)}\n2,3\n3,4`,
    says: /of the target "y"/u,
  },
  {
    what: 'twenty thousand words',
    bytes: () => `x,y\n${rows(20_000, (i) => `${i},w${i}`)}`,
    says: /has 20,000 different words in the target/u,
  },
  {
    what: 'names of 4,000 letters, and a target nearly like them',
    bytes: () =>
      rows(3, (row) =>
        Array.from({ length: 250 }, (_, i) => (row === 0 ? `${'h'.repeat(3_990)}${i}` : row * i)).join(','),
      ),
    target: `${'h'.repeat(3_990)}zz`,
    says: /^target is "h{40}…": no column has that name or number/u,
  },
  // Quotes
  { what: 'a quote that stays open', bytes: () => `x,y\n1,"${'a,\n'.repeat(300_000)}`, says: UNCLOSED },
  { what: 'nothing but quotes', bytes: () => full('"'), says: /has no row of data|has a quotation mark/u },
  { what: 'a quote in every line', bytes: () => full('"\n'), says: /has more than|is empty|has a quotation mark/u },
  { what: 'quotes closed too early', bytes: () => full('"a"b,'), says: UNCLOSED },
  { what: 'quotes and spaces', bytes: () => `"${full('" ')}`, says: UNCLOSED },
  { what: 'quotes in an open quote', bytes: () => `"a${full('""', MB - 2)}`, says: UNCLOSED },
  // What is no table
  { what: 'NULs', bytes: () => full('1,2\0\n'), says: /is not text/u },
  { what: 'NULs alone', bytes: () => new Uint8Array(MB), says: /is not text/u },
  {
    what: 'a gzip file that unpacks to 100 MB',
    bytes: () => gzipSync(Buffer.alloc(100 * MB)),
    says: /is a gzip file, not text/u,
  },
  {
    what: 'a zip file',
    bytes: () => Buffer.from('PK\u0003\u0004\u0014\0\0\0', 'latin1'),
    says: /is a workbook or a zip file, not text/u,
  },
  { what: 'a picture', bytes: () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), says: /is a picture, not text/u },
  {
    what: 'a page',
    bytes: () => '<!doctype html>\n<p>1</p>\n<script>alert(1)</script>\n',
    says: /has one column|has no row|has \d+ different/u,
  },
  {
    what: 'half of a letter in UTF-16',
    bytes: () => Buffer.concat([utf16(asTable, { mark: true, big: false }), Buffer.from([0x31])]),
    says: /is not text/u,
  },
  // Numbers
  {
    what: 'numbers whose squares overflow',
    bytes: () => `x,y\n${rows(20, (i) => `${i},${i}e307`)}`,
    says: /has the number 1e\+307 in row 3 of "y": that is too large/u,
  },
  {
    what: 'NaN and Infinity in words',
    bytes: () => `x,y\n1,NaN\n2,-Infinity\n3,4\n5,6`,
    says: /has an infinite number in row 3 of "y"/u,
  },
  {
    what: 'all rows alike',
    bytes: () => `x,y\n${full('1,2\n', 400)}`,
    says: /has the same value in every row of the target "y"/u,
  },
  {
    what: 'numbers too small to be squared',
    bytes: () => `x,y\n${rows(20, (i) => `${i}e-300,${i % 7}e-310`)}`,
    says: ['x', 'y'],
  },
  {
    what: 'a constant column beside others',
    bytes: () => `x,z,y\n${rows(20, (i) => `${i},5,${i % 7}`)}`,
    says: ['x', 'z', 'y'],
  },
  {
    what: 'the largest numbers that are taken',
    bytes: () => `x,y\n${rows(20, (i) => `${i - 10}e98,${(i % 7) - 3}e99`)}`,
    says: ['x', 'y'],
  },
  {
    what: 'decimal commas beside points',
    bytes: () => `x;y\n${rows(20, (i) => `${i},5;${i % 7}.25`)}`,
    says: ['x', 'y'],
  },
  {
    what: 'thousands in quotes',
    bytes: () => `x,y\n${rows(20, (i) => `"${i},000",${i}`)}`,
    says: /has no column of numbers beside the target "y"/u,
  },
  // Names
  {
    what: 'one name twice',
    bytes: () => `a,a,a\n${numbers}`,
    target: 'a',
    says: /^target is "a": 3 columns have that name/u,
  },
  {
    what: 'names that every object has',
    bytes: () => `__proto__,constructor,toString\n${numbers}`,
    says: ['__proto__', 'constructor', 'toString'],
    target: '__proto__',
  },
  {
    what: 'formulas',
    bytes: () => `=cmd|'/C calc'!A0,@SUM(1),+1+1\n${numbers}`,
    says: ["=cmd|'/C calc'!A0", '@SUM(1)', '+1+1'],
  },
  {
    what: 'a formula among numbers',
    bytes: () => `x,y\n1,=1+1\n2,3\n3,4\n5,6`,
    says: /has "=1\+1" in row 2 of the target "y"/u,
  },
  {
    what: 'names of ten thousand letters, mentions and marks',
    bytes: () => `@everyone\u202e,\`\`\`,${'c'.repeat(10_000)}\n${numbers}`,
    says: ['@everyone', '```', `${'c'.repeat(60)}…`],
  },
  // Encodings
  ...[true, false].flatMap((mark) =>
    [true, false].map(
      (big): HurtfulTable => ({
        what: `UTF-16${big ? 'BE' : 'LE'} ${mark ? 'with' : 'without'} its mark`,
        bytes: () => utf16(asTable, { mark, big }),
        says: ['a', 'b', 'c'],
      }),
    ),
  ),
];
