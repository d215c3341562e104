import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { UserError } from '../../src/chat/user-error.ts';
import { readTable } from '../../src/csv/read-table.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string, target?: string) => readTable(utf8(text), 'mine.csv', target);
/** A table row by row. */
const rowsOf = ({ columns, values }: { columns: readonly string[]; values: Float64Array }) =>
  Array.from({ length: values.length / columns.length }, (_, row) =>
    Array.from(values.subarray(row * columns.length, (row + 1) * columns.length)),
  );

describe('a file of numbers', () => {
  test.for([
    ['commas', 'x,y\n1,2.5\n2,3\n3,-4e1\n'],
    ['semicolons and decimal commas', 'x;y\n1;2,5\n2;3\n3;-40\n'],
    ['tabs', 'x\ty\n1\t2.5\n2\t3\n3\t-40\n'],
    ['tabs and decimal commas', 'x\ty\r\n1\t2,5\r\n2\t3\r\n3\t-40'],
    ['quotes and blank lines', '"x","y"\n\n"1","2.5"\n 2 , 3\n\n3,-40\n\n'],
    ['Excel’s own first line', 'sep=;\nx;y\n1;2,5\n2;3\n3;-40\n'],
    ['a byte order mark', '\ufeffx,y\n1,2.5\n2,3\n3,-40\n'],
    ['a comma too many in each row', 'x,y,\n1,2.5,\n2,3,\n3,-40,\n'],
  ])('is read with %s', ([, text]) => {
    const { table, leftOut, dropped } = read(text!);
    expect(table).toMatchObject({ name: 'mine.csv', columns: ['x', 'y'], rows: 3, target: 1, classes: null });
    expect(rowsOf(table)).toEqual([
      [1, 2.5],
      [2, 3],
      [3, -40],
    ]);
    expect([leftOut, dropped]).toEqual([[], 0]);
  });

  test.for([
    ['utf-16le', [0xff, 0xfe], 0],
    ['utf-16le', [], 0],
    ['utf-16be', [0xfe, 0xff], 1],
    ['utf-16be', [], 1],
  ] as const)('is read in %s, its mark being %j', ([, mark, low]) => {
    const bytes = [...'größe,y\n1,2\n2,3\n3,5\n'].flatMap((letter) => {
      const code = letter.charCodeAt(0);
      return low === 0 ? [code & 255, code >> 8] : [code >> 8, code & 255];
    });
    expect(readTable(Uint8Array.from([...mark, ...bytes]), 'mine.csv').table.columns).toEqual(['größe', 'y']);
  });

  it('is read in Windows’ own letters', () => {
    const bytes = Uint8Array.from('größe,y\n1,2\n2,3\n3,5\n', (letter) => letter.charCodeAt(0));
    expect(readTable(bytes, 'mine.csv').table.columns).toEqual(['größe', 'y']);
  });

  it('may lack a header: its columns are then called by their numbers', () => {
    expect(read('1,2\n2,3\n3,5').table).toMatchObject({ columns: ['column 1', 'column 2'], rows: 3 });
    expect(read('5.1,setosa\n4.9,setosa\n6,virginica\n6.1,virginica').table).toMatchObject({
      rows: 4,
      classNames: ['setosa', 'virginica'],
    });
  });

  it('written and read again is the same', () => {
    const number = fc.double({ min: -1e90, max: 1e90, noNaN: true }).map((value) => value + 0);
    const table = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 5, maxLength: 30 }),
      )
      .filter((rows) => new Set(rows.map((row) => row.at(-1))).size > 2);
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.boolean(), (rows, delimiter, hasHeader) => {
        const header = hasHeader ? [rows[0]!.map((_, column) => `c${column}`)] : [];
        const text = [...header, ...rows].map((row) => row.join(delimiter)).join('\n');
        expect(rowsOf(read(text).table)).toEqual(rows);
      }),
    );
  });
});

describe('the target', () => {
  const text = 'a,b,b,c\n1,2,3,4\n2,3,5,9\n3,5,8,1\n5,8,13,7';
  test.for([
    [undefined, 3],
    ['c', 3],
    [' C ', 3],
    ['a', 0],
    ['2', 1],
    ['4', 3],
  ] as const)('asked for as %j is column %i', ([asked, column]) => {
    expect(read(text, asked).table.target).toBe(column);
  });

  it('keeps its place however many columns before it are left out', () => {
    const { table, leftOut } = read('id,x,name,y\na,1,u,5\nb,2,v,6\nc,3,w,8', '4');
    expect([table.columns, table.target, leftOut]).toEqual([['x', 'y'], 1, ['id', 'name']]);
    expect(read('id,x,name,y\na,1,u,5\nb,2,v,6\nc,3,w,8', 'x').table).toMatchObject({ columns: ['x', 'y'], target: 0 });
  });

  it('of two numbers, or of two words, is two classes; of more numbers, or of two single rows, a quantity', () => {
    expect(read('x,y\n1,7\n2,3\n3,7\n4,3').table).toMatchObject({ classes: [3, 7], classNames: ['3', '7'] });
    const words = read('x,y\n1,yes\n2,no\n3,yes\n4,\n5,no').table;
    expect(words).toMatchObject({ rows: 4, classes: [0, 1], classNames: ['no', 'yes'] });
    expect(rowsOf(words).map(([, y]) => y)).toEqual([1, 0, 1, 0]);
    expect(read('x,y\n1,7\n2,3').table).toMatchObject({ rows: 2, classes: null, classNames: null });
  });
});

describe('what cannot be learnt from is left out', () => {
  it('columns of words, and those mostly gaps; rows with a gap', () => {
    const { table, leftOut, dropped } = read('id,x,rare,y\na,1,,2\nb,NA,,3\nc,3,,5\nd,4,9,nan\ne,5,,8');
    expect([table.columns, table.rows, leftOut, dropped]).toEqual([['x', 'y'], 3, ['id', 'rare'], 2]);
  });
});

const long = 'h'.repeat(10_000);
const cases: readonly [what: string, text: string, sentence: string, target?: string][] = [
  ['nothing', '', 'is empty: rows of numbers are needed'],
  ['blank lines', ' \n\n \n', 'is empty: rows of numbers are needed'],
  ['one row', 'x,y\n1,2', 'has one row of data: at least two are needed, and some dozens to learn from'],
  ['a header alone', 'x,y\n', 'has no row of data'],
  ['ragged rows', 'x,y\n1,2\n1,2,3\n', 'has 3 cells in row 3 but 2 in row 1: every row needs as many'],
  ['one column', 'x\n1\n2\n3', 'has one column: at least two are needed'],
  ['a constant target', 'x,y\n1,2\n2,2\n3,2', 'has the same value in every row of the target "y"'],
  ['a constant word', 'x,y\n1,a\n2,a\n3,a', 'has "a" in every row of the target "y"'],
  ['no numbers', 'n,y\na,1\nb,2\nc,3', 'has no column of numbers beside the target "y"'],
  ['many words', 'x,y\n1,a\n2,b\n3,c', 'has 3 different words in the target "y": it can be numbers, or two words'],
  [
    'a stray word',
    'x,y\n1,5\n2,six\n3,7\n4,8',
    'has "six" in row 3 of the target "y": a number is needed there, or a gap',
  ],
  ['a class of one row', 'x,y\n1,a\n2,b\n3,b', 'has "a" in one row only of the target "y"'],
  ['gaps everywhere', 'x,z,y\n1,,2\n,2,3\n3,,4\n,4,5', 'has no row without gaps in its columns of numbers'],
  ['infinity', 'x,y\n1,2\ninf,3\n4,5', 'has an infinite number in row 3 of "x": that is too large'],
  ['1e309', 'x,y\n1,2\n2,1e309\n4,5', 'has an infinite number in row 3 of "y"'],
  ['1e200', 'x,y\n1,2\n2,1e200\n4,5', 'has the number 1e+200 in row 3 of "y"'],
  ['quotes that stay open', 'x,y\n1,"2\n3,4', 'has a quotation mark in row 2 that is opened and not closed'],
  ['too many rows', `x,y\n${'1,2\n'.repeat(20_001)}`, 'has 20,001 rows: at most 20,000 are read'],
  [
    'too many columns',
    Array.from({ length: 3 }, (_, row) => Array.from({ length: 202 }, (_, i) => i * row)).join('\n'),
    'has 201 columns of numbers beside the target: at most 200',
  ],
  [
    'an unknown target',
    'size,price\n1,2\n2,3\n3,5',
    'target is "prise": no column has that name or number; did you mean "price"?',
    'prise',
  ],
  [
    'a target beyond the last',
    'size,price\n1,2\n2,3\n3,5',
    'target is "9": no column has that name or number; its columns are "size" and "price"',
    '9',
  ],
  [
    'a target of two columns',
    'a,b,b\n1,2,3\n2,3,5\n3,5,8',
    'target is "b": 2 columns have that name; say which by its number, such as target:2',
    'b',
  ],
  ['a header of 10,000 letters', `${long},y\n1,2\n2,2\n3,2`, 'has the same value in every row', 'y'],
  [
    'Markdown and mentions',
    'x,**@everyone** [a](b)\n1,2\n2,2\n3,2',
    String.raw`the target "\*\*@${'\u200b'}everyone\*\* \[a\]\(b\)"`,
  ],
];

describe('what cannot be read at all is refused in a sentence that names the file', () => {
  test.for(cases)('%s', ([, text, sentence, target]) => {
    const mistake = refusal(() => read(text, target));
    expect(mistake).toContain(sentence);
    expect(mistake).toMatch(/^(?:"mine\.csv"|target) /u);
    expect(mistake.length).toBeLessThan(300);
  });

  test.for([
    ['a workbook', [0x50, 0x4b, 0x03, 0x04, 0x14, 0], 'is a workbook or a zip file, not text: save the table as CSV'],
    ['a picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], 'is a picture, not text'],
    ['bytes', [1, 2, 3, 0, 255, 7, 44, 10, 0], 'is not text: a CSV file is needed'],
  ] as const)('%s', ([, bytes, sentence]) => {
    expect(refusal(() => readTable(Uint8Array.from(bytes), 'mine.csv'))).toContain(sentence);
  });

  function refusal(run: () => unknown): string {
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    }
    throw new Error('it was taken');
  }
});

describe('whatever a file holds', () => {
  const taken = (bytes: Uint8Array, target?: string) => {
    try {
      const { table } = readTable(bytes, 'mine.csv', target);
      expect(table.values).toHaveLength(table.rows * table.columns.length);
      expect(table.values.every(Number.isFinite)).toBe(true);
      expect(table.rows).toBeGreaterThanOrEqual(2);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/^[^\n]{10,400}$/u);
    }
  };

  it('random bytes are a table or a mistake', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => taken(bytes)),
      { numRuns: 500 },
    );
  });

  it('random text like a table is a table or a mistake', () => {
    const cell = fc.constantFrom(
      '1',
      '2.5',
      '-3',
      '1e9',
      '1e309',
      '',
      'NA',
      'a',
      'b',
      '"',
      '"x;y"',
      '0,5',
      '\u202e',
      '@everyone',
      '🙂',
      '  ',
    );
    const line = fc
      .array(cell, { maxLength: 4 })
      .chain((cells) => fc.constantFrom(',', ';', '\t').map((mark) => cells.join(mark)));
    const file = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(file, fc.option(fc.constantFrom('1', '2', 'a', ''), { nil: undefined }), (text, target) =>
        taken(utf8(text), target),
      ),
      { numRuns: 1_000 },
    );
  });
});
