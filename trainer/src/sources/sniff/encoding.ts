import { isUtf8 } from "node:buffer";

import type { Encoding } from "../../model/input-format.js";

/** The encoding that a text without a byte order mark has, as far as its first bytes tell, and why. */
export const guessEncoding = (start: Buffer): { encoding: Encoding; reason: string } => {
  const [even, odd] = zeros(start);
  const many = start.length / 8;
  if (odd > many && even < odd / 8)
    return { encoding: "utf-16le", reason: "every second byte is zero" };
  if (even > many && odd < even / 8)
    return { encoding: "utf-16be", reason: "every first byte of two is zero" };
  if (isUtf8(start)) return { encoding: "utf-8", reason: "the bytes are UTF-8" };
  return { encoding: "windows-1252", reason: "the bytes are not UTF-8" };
};

/** How many bytes at even and at odd places are zero. */
const zeros = (bytes: Buffer): readonly [even: number, odd: number] => {
  const found: [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) found[(at % 2) as 0 | 1]++;
  return found;
};
