import { access } from 'node:fs/promises';
import { failed, ok, type Told } from './finding.ts';

const INSTALL = 'install it anew: npm ci';

/**
 * Whether the charts' font is there and is drawn. resvg draws no letters, without a word, where it cannot read a font, so
 * pixels are counted.
 * @param files in place of Inter's.
 */
export async function checkFonts(files?: readonly string[]): Promise<Told> {
  const { FONT_FILES } = await import('../charts/fonts.ts');
  const { rasterise } = await import('../charts/raster.ts');
  const { FONT } = await import('../charts/theme.ts');
  const all = files ?? Object.values(FONT_FILES);
  for (const file of all) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (!isThere) return failed(`the font ${file} is not there: charts would have no words`, INSTALL);
  }
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">` +
    `<text x="5" y="28" font-family="${FONT}" font-size="24" fill="#fff">lr·wd</text></svg>`;
  const { pixels } = rasterise(svg, all);
  let lit = 0;
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i]! > 200) lit++;
  if (lit === 0) return failed('a word was drawn, and nothing was to be seen: charts would have no words', INSTALL);
  return ok(`${FONT} is there, and a word drawn in it lights ${lit.toLocaleString('en')} pixels`);
}
