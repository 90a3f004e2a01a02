import { isUtf8 } from "node:buffer";

import { KEY_SEPARATOR, MAX_KEY_BYTES, TEXT_KEY_RULE, type KeyColumn } from "./key.js";
import type { IndexedKeys } from "./indexed-keys.js";

/** Keys of text, or of several columns, whose values are joined by {@link KEY_SEPARATOR}. */
export interface TextKeys extends IndexedKeys {
  readonly type: "text";
  /** Appends the value of the next column: bytes of UTF-8. @throws RangeError when they break the rule of a key */
  write(bytes: Uint8Array, from: number, end: number): void;
}

const SEPARATOR = KEY_SEPARATOR.charCodeAt(0);
const DELETE = 0x7f;
const SPACE = 0x20;
const ASCII = 0x80;
const MAX_BYTES = 2 ** 32 - 1;

/**
 * Makes the keys of a table by their bytes, with about 11 bytes for each row beside those. An index by open addressing
 * finds a row in constant time: a slot holds row + 1, and 0 ends a probe.
 */
export const textKeys = (columns: readonly KeyColumn[], rows: number): TextKeys => {
  let bytes = new Uint8Array(Math.max(64, 16 * rows));
  // The key of a row begins at its element and ends at the next one.
  const starts = new Uint32Array(rows + 1);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, rows * 1.5))));
  const mask = slots.length - 1;
  let length = 0;
  let written = 0;
  let row = 0;

  const slotOf = (sought: Uint8Array, from: number, end: number): number => {
    for (let slot = hash(sought, from, end) & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]!;
      if (found === 0) return slot;
      const start = starts[found - 1]!;
      if (starts[found]! - start === end - from && isSame(bytes, start, sought, from, end))
        return slot;
    }
  };

  const require = (more: number): void => {
    if (length + more > MAX_BYTES) throw new RangeError("its keys take more than 4 GiB");
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.min(MAX_BYTES, 2 * bytes.length));
    larger.set(bytes);
    bytes = larger;
  };

  const endRow = (): void => {
    starts[row + 1] = length;
    const slot = slotOf(bytes, starts[row]!, length);
    if (slots[slot] !== 0)
      throw new RangeError(`rows ${slots[slot]! - 1} and ${row} have the same key`);
    row++;
    slots[slot] = row;
    written = 0;
  };

  return {
    type: "text",
    write(given, from, end) {
      if (!isKey(given, from, end))
        throw new RangeError(`row ${row} has a key that is not ${TEXT_KEY_RULE}`);
      require(end - from + 1);
      if (written > 0) bytes[length++] = SEPARATOR;
      for (let at = from; at < end; at++) bytes[length++] = given[at]!;
      if (++written === columns.length) endRow();
    },
    find(key) {
      const sought = Buffer.from(key.join(KEY_SEPARATOR));
      return slots[slotOf(sought, 0, sought.length)]! - 1;
    },
    key: (at) =>
      Buffer.from(bytes.buffer, starts[at], starts[at + 1]! - starts[at]!)
        .toString()
        .split(KEY_SEPARATOR)
        .map((value, i) => (columns[i]!.type === "integer" ? Number(value) : value)),
    accept(end) {
      if (row < end) throw new RangeError(`row ${row} has no key`);
    },
  };
};

const isKey = (bytes: Uint8Array, from: number, end: number): boolean => {
  if (from >= end || end - from > MAX_KEY_BYTES) return false;
  let ascii = true;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < SPACE || byte === DELETE) return false;
    if (byte >= ASCII) ascii = false;
  }
  return ascii || isUtf8(bytes.subarray(from, end));
};

const isSame = (
  ours: Uint8Array,
  start: number,
  theirs: Uint8Array,
  from: number,
  end: number,
): boolean => {
  for (let at = from, own = start; at < end; at++, own++)
    if (ours[own] !== theirs[at]) return false;
  return true;
};

// FNV-1a, byte by byte, and the finaliser of MurmurHash3, as only the low bits choose a slot.
const hash = (bytes: Uint8Array, from: number, end: number): number => {
  let bits = 0x811c9dc5;
  for (let at = from; at < end; at++) bits = Math.imul(bits ^ bytes[at]!, 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
