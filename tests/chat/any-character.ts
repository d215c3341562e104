import fc from 'fast-check';

/** Any code point, unpaired surrogates included. (fast-check's own 'binary' takes a second to set itself up.) */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0, max: 0x7f }))
  .map((point) => String.fromCodePoint(point));
