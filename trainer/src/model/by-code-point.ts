/** Compares names of classes and categories, to sort them by code point: bytes of UTF-8 have the same order. */
export const byCodePoint = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));
