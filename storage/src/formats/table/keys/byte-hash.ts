const { imul } = Math;

/** The hash of no bytes: FNV-1a, of 32 bits. */
export const START = 0x811c9dc5;

/** The hash with one more byte. */
export const step = (hash: number, byte: number): number => imul(hash ^ byte, 0x01000193);

/** Spreads a hash over all its bits, by the finaliser of MurmurHash3, so that any part of them can choose a slot. */
export const mix = (hash: number): number => {
  let bits = imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
