import { type Label, type Layer, labelLayers } from './marks.ts';
import type { MeasureText } from './text-widths.ts';
import { COLOUR, LINE_HEIGHT, SIZE } from './theme.ts';

export interface Header {
  readonly height: number;
  readonly layers: readonly Layer[];
}

/** The finding in large letters, the settings below it in small ones; both wrapped where they are too long. */
export function header(title: string, subtitle: string, width: number, left: number, measure: MeasureText): Header {
  const labels: Label[] = [];
  let y = 0;
  const write = (lines: readonly string[], size: number, colour: string, bold: boolean) => {
    for (const text of lines) {
      labels.push({ text, x: left, y: y + (size * LINE_HEIGHT) / 2, size, colour, bold });
      y += size * LINE_HEIGHT;
    }
  };
  const titleSize = sizeForOneLine(title, width, SIZE.leastTitle, SIZE.title, (part) => measure(part, 1, true));
  write(
    balanced(title, width, (part) => measure(part, titleSize, true)),
    titleSize,
    COLOUR.title,
    true,
  );
  y += 5;
  const size = sizeForOneLine(subtitle, width, SIZE.leastSubtitle, SIZE.subtitle, (part) => measure(part, 1));
  write(
    balanced(subtitle, width, (part) => measure(part, size)),
    size,
    COLOUR.quiet,
    false,
  );
  return { height: Math.ceil(y), layers: labelLayers('header', labels) };
}

/** Rather one line of slightly smaller letters than two; two of full size if it would take much smaller ones. */
function sizeForOneLine(
  text: string,
  width: number,
  least: number,
  most: number,
  ems: (part: string) => number,
): number {
  const fitting = Math.floor((2 * width) / ems(text)) / 2;
  return fitting < least ? most : Math.min(most, fitting);
}

/** As few lines as the width allows, of about the same length: no last line of one word. */
export function balanced(text: string, width: number, measure: (part: string) => number): string[] {
  const { length } = filled(text, width, measure);
  let [tooNarrow, enough] = [0, width];
  while (length > 1 && enough - tooNarrow > 4) {
    const middle = (tooNarrow + enough) / 2;
    if (filled(text, middle, measure).length > length) tooNarrow = middle;
    else enough = middle;
  }
  return filled(text, enough, measure);
}

/** Lines no wider than `width`, broken between words, not at a no-break space; a word too wide for one is broken within. */
function filled(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[^\S\u00a0]+/u).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const letter of word) {
      if (line && measure(line + letter) > width) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  if (line) lines.push(line);
  return lines;
}
