const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a byte of JSON opens a string. */
export const opensString = (byte: number): boolean => byte === QUOTE;

/**
 * The index of the quote that closes a string of JSON, or the length of the body.
 *
 * @param open the index of its opening quote
 */
export const endOfString = (body: Uint8Array, open: number): number => {
  let at = open + 1;
  for (; at < body.length; at++) {
    const byte = body[at]!;
    if (byte === BACKSLASH) at++;
    else if (byte === QUOTE) return at;
  }
  return at;
};
