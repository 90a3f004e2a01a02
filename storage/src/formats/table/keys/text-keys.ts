import { isUtf8 } from "node:buffer";

import { mix, START, step } from "./byte-hash.js";
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
 * finds a row in constant time: a slot holds row + 1 in its low bits, and in the others those of the hash, so that other
 * keys are seldom compared. 0 ends a probe.
 */
export const textKeys = (columns: readonly KeyColumn[], rows: number): TextKeys => {
  let bytes = new Uint8Array(Math.max(64, 16 * rows));
  // The key of a row begins at its element and ends at the next one.
  const starts = new Uint32Array(rows + 1);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, rows * 1.5))));
  const mask = slots.length - 1;
  const ofRow = 2 ** Math.ceil(Math.log2(rows + 1)) - 1;
  let length = 0;
  let written = 0;
  let row = 0;
  let state = START;

  const slotOf = (hash: number, sought: Uint8Array, from: number, end: number): number => {
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]!;
      if (found === 0) return slot;
      if (((found ^ hash) & ~ofRow) !== 0) continue;
      const start = starts[(found & ofRow) - 1]!;
      const size = starts[found & ofRow]! - start;
      if (size === end - from && isSame(bytes, start, sought, from, end)) return slot;
    }
  };

  const makeRoom = (more: number): void => {
    if (length + more > MAX_BYTES) throw new RangeError("its keys take more than 4 GiB");
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(Math.min(MAX_BYTES, 2 * bytes.length));
    larger.set(bytes);
    bytes = larger;
  };

  const refuse = (): never => {
    throw new RangeError(`row ${row} has a key that is not ${TEXT_KEY_RULE}`);
  };

  const endRow = (): void => {
    starts[row + 1] = length;
    const hash = mix(state);
    const slot = slotOf(hash, bytes, starts[row]!, length);
    if (slots[slot] !== 0)
      throw new RangeError(`rows ${(slots[slot]! & ofRow) - 1} and ${row} have the same key`);
    row++;
    slots[slot] = (hash & ~ofRow) | row;
    written = 0;
    state = START;
  };

  return {
    type: "text",
    write(given, from, end) {
      if (from >= end || end - from > MAX_KEY_BYTES) refuse();
      makeRoom(end - from + 1);
      if (written > 0) {
        bytes[length++] = SEPARATOR;
        state = step(state, SEPARATOR);
      }
      let [hash, to, ascii] = [state, length, true];
      for (let at = from; at < end; at++) {
        const byte = given[at]!;
        if (byte < SPACE || byte === DELETE) refuse();
        if (byte >= ASCII) ascii = false;
        bytes[to++] = byte;
        hash = step(hash, byte);
      }
      if (!ascii && !isUtf8(given.subarray(from, end))) refuse();
      [state, length] = [hash, to];
      if (++written === columns.length) endRow();
    },
    find(key) {
      const sought = Buffer.from(key.join(KEY_SEPARATOR));
      let hash = START;
      for (const byte of sought) hash = step(hash, byte);
      return (slots[slotOf(mix(hash), sought, 0, sought.length)]! & ofRow) - 1;
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
