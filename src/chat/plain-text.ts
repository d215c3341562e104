/** A typed text without what cannot be seen: full-width letters and digits made plain, marks of direction gone. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
}

/** A typed word, to be compared with the words there are. */
export function plainWord(text: string): string {
  return plainText(text).toLowerCase();
}
