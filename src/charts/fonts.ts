import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import opentype, { type Font } from 'opentype.js';

/** The two files every chart is set in. resvg reads no woff, and draws nothing, without a word, where a font is missing. */
export const FONT_FILES = {
  regular: file('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bold: file('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
} as const;

export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
}

export function loadFonts(): Fonts {
  return { regular: load(FONT_FILES.regular), bold: load(FONT_FILES.bold) };
}

function file(inPackage: string): string {
  return fileURLToPath(import.meta.resolve(inPackage));
}

function load(path: string): Font {
  const bytes = readFileSync(path);
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
