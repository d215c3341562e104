import type { Font } from 'opentype.js';
import { textMetrics } from 'vega';
import type { Fonts } from './fonts.ts';

/** The advance width of a line of text, in the units of `size`. */
export type MeasureText = (text: string, size: number, bold?: boolean) => number;

/** Real widths, from the fonts' own advance widths. Kerning, which narrows a line by a hundredth, is left out. */
export function textMeasurer(fonts: Fonts): MeasureText {
  const regular = emWidths(fonts.regular);
  const bold = emWidths(fonts.bold);
  return (text, size, isBold = false) => (isBold ? bold : regular)(text) * size;
}

function emWidths(font: Font): (text: string) => number {
  // By code point, which no stranger's text can make grow beyond the font's own few thousand and the one it lacks.
  const known = new Map<string, number>();
  const width = (letter: string): number => {
    let ems = known.get(letter);
    if (ems === undefined) {
      const glyph = font.charToGlyph(letter);
      ems = (glyph.advanceWidth ?? 0) / font.unitsPerEm;
      if (glyph.index !== 0) known.set(letter, ems);
    }
    return ems;
  };
  return (text) => {
    let ems = 0;
    for (const letter of text) ems += width(letter);
    return ems;
  };
}

declare module 'vega' {
  /** Exported by vega-scenegraph for this purpose, though left out of Vega's types. */
  export const textMetrics: {
    width(item: { fontSize?: number; fontWeight?: string | number }, text: unknown): number;
  };
}

/** Without a canvas Vega takes every letter for 0.8 em and leaves margins for them: tell it the real widths. */
export function teachVegaWidths(measure: MeasureText): void {
  textMetrics.width = (item, text) =>
    measure(String(text ?? ''), item.fontSize ?? 11, item.fontWeight === 'bold' || Number(item.fontWeight) >= 600);
}
