import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/js/input/tex/color/ColorConfiguration.js';
import '@mathjax/src/js/input/tex/configmacros/ConfigMacrosConfiguration.js';
import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';
import { SVG } from '@mathjax/src/js/output/svg.js';
import { toPng } from './raster.ts';
import type { Formula } from './spec.ts';
import { armColour, COLOUR, PAGE } from './theme.ts';

/** The TeX of a formula that cannot be set: a slip of whoever wrote it, said in MathJax's words. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
}

/** A formula as an SVG page of a chart's width. */
export interface SetFormula {
  readonly svg: string;
  /** Units of one ex (a lower-case x's height): EX, or less where the formula had to be made smaller to fit. */
  readonly ex: number;
}

/** Sets TeX as display maths, at most so many units an ex (EX unless told). Throws FormulaError. */
export type Typesetter = (tex: string, mostEx?: number) => Promise<SetFormula>;

/** An x as high as a chart's title has it: letters of some 36 units. */
const EX = 16;
/** A whole calculation, line by line: letters of some 25 units, where a formula of a line has 36. */
const SMALL_EX = 11;
const PADDING = 26;
const WIDEST = PAGE.width - 2 * PAGE.margin;

/** What TeX may say beside the usual: `\push{…}` in the colour of data without decay, `\pull{…}` in that of decay. */
const MACROS = {
  push: [`\\textcolor[RGB]{${rgb(armColour(0, 0))}}{#1}`, 1],
  pull: [`\\textcolor[RGB]{${rgb(armColour(1, 0))}}{#1}`, 1],
};

/** Draws formulas; keeps MathJax. */
export function createFormulaArtist(): (tex: string, letters?: Formula['letters']) => Promise<Uint8Array> {
  const typeset = createTypesetter();
  return async (tex, letters) => toPng((await typeset(tex, letters === 'small' ? SMALL_EX : EX)).svg);
}

/** MathJax, with its glyphs as paths: no font is needed to draw them. Loading takes some 0.1 s, a formula 10 ms. */
export function createTypesetter(): Typesetter {
  // Rare letters come from files of their own, loaded when they are first met.
  mathjax.asyncLoad = (file: string) => import(file);
  const adaptor = liteAdaptor();
  RegisterHTMLHandler(adaptor);
  const document = mathjax.document('', {
    InputJax: new TeX({
      packages: ['base', 'ams', 'color', 'configmacros'],
      macros: MACROS,
      formatError: (_: unknown, error: Error) => {
        throw new FormulaError(error.message);
      },
    }),
    OutputJax: new SVG({ fontCache: 'local' }),
  });
  return async (tex, mostEx = EX) => {
    const [drawn] = adaptor.tags(await document.convertPromise(tex, { display: true }), 'svg');
    if (drawn === undefined) throw new FormulaError('nothing was drawn');
    const size = (side: 'width' | 'height') => Number.parseFloat(adaptor.getAttribute(drawn, side));
    const ex = Math.min(mostEx, WIDEST / size('width'));
    const [width, height] = [ex * size('width'), ex * size('height')];
    adaptor.setAttribute(drawn, 'x', (PAGE.width - width) / 2);
    adaptor.setAttribute(drawn, 'y', PADDING);
    adaptor.setAttribute(drawn, 'width', width);
    adaptor.setAttribute(drawn, 'height', height);
    return { svg: page(adaptor.serializeXML(drawn), Math.ceil(height + 2 * PADDING)), ex };
  };
}

/** How thick a table's rules are, in thousandths of an em: without it they are not drawn at all. */
const RULES = '<style>line[data-line] { stroke-width: 40px; stroke-opacity: 0.35 }</style>';

/** #7fd4ff as 127,212,255 */
function rgb(colour: string): string {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).join(',');
}

function page(formula: string, height: number): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"`,
    ` width="${PAGE.width}" height="${height}" viewBox="0 0 ${PAGE.width} ${height}">`,
    RULES,
    formula.replaceAll('currentColor', COLOUR.title),
    '</svg>',
  ].join('');
}
