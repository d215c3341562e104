import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { createFormulaArtist, createTypesetter, FormulaError } from '../../src/charts/formula.ts';
import { armColour, COLOUR, PAGE } from '../../src/charts/theme.ts';

const typeset = createTypesetter();
const draw = createFormulaArtist();

/** As large as a formula is set where it need not shrink. */
const FULL = 16;

/** The columns and rows of the picture that have anything but its ground, and how many pixels do. */
function inkOf(png: Uint8Array) {
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  const ground = Buffer.from(`${COLOUR.ground.slice(1)}ff`, 'hex').readUInt32BE();
  const ink = { left: width, right: -1, top: height, bottom: -1, pixels: 0 };
  for (let at = 0; at < width * height; at++) {
    if (data.readUInt32BE(4 * at) === ground) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    ink.left = Math.min(ink.left, x);
    ink.right = Math.max(ink.right, x);
    ink.top = Math.min(ink.top, y);
    ink.bottom = Math.max(ink.bottom, y);
    ink.pixels += 1;
  }
  return { width, height, ...ink };
}

describe('a formula', () => {
  test('is as wide as a chart, and drawn in its middle', async () => {
    const { width, left, right, pixels } = inkOf(await draw('w \\leftarrow w - \\mathit{lr}\\cdot g'));
    expect(width).toBe(PAGE.width * PAGE.scale);
    expect(pixels).toBeGreaterThan(1_000);
    expect(Math.abs(left - (width - 1 - right))).toBeLessThan(12);
  });

  test.for(['w', '\\frac{\\partial L}{\\partial w}', '\\begin{aligned} a &= b \\\\ c &= d \\\\ e &= f \\end{aligned}'])(
    'has room above and below: %s',
    async (tex) => {
      const { height, top, bottom } = inkOf(await draw(tex));
      expect(top).toBeGreaterThan(40);
      expect(height - 1 - bottom).toBeGreaterThan(40);
    },
  );

  test('is in white, as a title is', async () => {
    expect((await typeset('w')).svg).toContain(COLOUR.title);
    expect((await typeset('w')).svg).not.toContain('currentColor');
  });

  test('is set at full size where it fits, and shrinks to fit where it is long', async () => {
    expect((await typeset('w - \\mathit{lr}\\cdot g')).ex).toBe(FULL);
    const long = Array.from({ length: 40 }, (_, i) => `w_{${i}}`).join(' + ');
    expect((await typeset(long)).ex).toBeLessThan(FULL);
    const { width, left, right } = inkOf(await draw(long));
    const margin = PAGE.margin * PAGE.scale;
    expect(left).toBeGreaterThanOrEqual(margin - 2);
    expect(right).toBeLessThanOrEqual(width - margin + 2);
    expect(right - left).toBeGreaterThan(0.95 * (width - 2 * margin));
  });

  test('has the data and the decay in the colours that charts give to runs without and with decay', async () => {
    const { svg } = await typeset('\\push{g} + \\pull{\\mathit{wd}\\cdot w}');
    for (const colour of [armColour(0, 0), armColour(1, 0)]) expect(svg).toContain(colour);
    expect((await typeset('g')).svg).not.toContain(armColour(0, 0));
  });

  test('of many lines is set in smaller letters, and its tables have their rules', async () => {
    const table = '\\begin{array}{l|l} a & b \\\\ \\hline c & d \\end{array}';
    expect((await typeset(table, 11)).ex).toBe(11);
    const [small, large, bare] = await Promise.all([
      draw(table, 'small'),
      draw(table),
      draw(table.replace('\\hline', '').replace('l|l', 'll')),
    ]);
    expect(inkOf(small!).height).toBeLessThan(inkOf(large!).height);
    expect(inkOf(large!).pixels).toBeGreaterThan(inkOf(bare!).pixels + 200);
  });

  test('keeps its signs that XML would take for its own: a < b \\& c', async () => {
    const { svg, ex } = await typeset('a < b \\& c > d');
    expect(ex).toBe(FULL);
    const { pixels } = inkOf(await draw('a < b \\& c > d'));
    expect(pixels).toBeGreaterThan(inkOf(await draw('a b c d')).pixels);
    expect(svg.match(/<svg/gu)).toHaveLength(2);
  });

  test.for(['mathbb', 'mathcal', 'mathfrak'])(
    'loads the rare letters of \\%s when it first meets them',
    async (font) => {
      const rare = await createFormulaArtist()(`\\${font}{E}`);
      expect(inkOf(rare).pixels).toBeGreaterThan(200);
      expect(Buffer.compare(rare, await draw('E'))).not.toBe(0);
      expect(Buffer.compare(rare, await draw(`\\${font}{E}`))).toBe(0);
    },
  );

  test('looks the same whatever was set before it or is set at the same time', async () => {
    const tex = '\\frac{a}{\\mathscr{B}}';
    const alone = await createFormulaArtist()(tex);
    const busy = createFormulaArtist();
    const refused = busy('\\frac{a}').catch(() => null);
    const [among] = await Promise.all([busy(tex), busy('\\sqrt{\\hat v} + \\mathsf{R}'), refused]);
    expect(Buffer.compare(alone, among)).toBe(0);
    expect(Buffer.compare(alone, await busy(tex))).toBe(0);
  });
});

test.for([
  ['\\frac{1}', 'Missing argument for \\frac'],
  ['\\nonsense', 'Undefined control sequence \\nonsense'],
  ['a & b', 'Misplaced &'],
  ['\\begin{aligned} a', 'Missing \\end{aligned}'],
  ['{a', 'missing close brace'],
  ['a}', 'Extra close brace'],
  ['w^2^3', 'Double exponent'],
] as const)("TeX with a slip, %s, is refused in MathJax's words: %s", async ([tex, words]) => {
  const refused = await typeset(tex).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(FormulaError);
  expect((refused as FormulaError).message).toContain(words);
  expect((refused as FormulaError).message).not.toContain('\n');
});
