import { isUtf8 } from "node:buffer";

import { mix, START, step } from "./byte-hash.js";
import { KEY_SEPARATOR, MAX_KEY_BYTES, TEXT_KEY_RULE, type KeyColumn } from "./key.js";
import type { IndexedKeys } from "./indexed-keys.js";
import { PagedBytes } from "./paged-bytes.js";

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

/**
 * Makes the keys of a table by their bytes, with about 13 bytes for each row beside those. An index by open addressing
 * finds a row in constant time: a slot holds row + 1 in its low bits, and in the others those of the hash, so that other
 * keys are seldom compared. 0 ends a probe.
 */
export const textKeys = (columns: readonly KeyColumn[], rows: number): TextKeys => {
  const keys = new PagedBytes(rows, columns.length * (MAX_KEY_BYTES + 1));
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, rows * 1.5))));
  const mask = slots.length - 1;
  const ofRow = 2 ** Math.ceil(Math.log2(rows + 1)) - 1;
  let row = 0;
  // How many columns the key of the row has so far, and their hash.
  let written = 0;
  let state = START;

  const slotOf = (hash: number, sought: Uint8Array, from: number, to: number): number => {
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]!;
      if (found === 0) return slot;
      if (((found ^ hash) & ~ofRow) !== 0) continue;
      if (keys.isAt((found & ofRow) - 1, sought, from, to)) return slot;
    }
  };

  const endRow = (): void => {
    const hash = mix(state);
    const slot = slotOf(hash, keys.page, keys.start, keys.end);
    if (slots[slot] !== 0)
      throw new RangeError(`rows ${(slots[slot]! & ofRow) - 1} and ${row} have the same key`);
    keys.keep(row);
    row++;
    slots[slot] = (hash & ~ofRow) | row;
    written = 0;
    state = START;
  };

  const refuse = (): never => {
    throw new RangeError(`row ${row} has a key that is not ${TEXT_KEY_RULE}`);
  };

  return {
    type: "text",
    write(given, from, to) {
      if (from >= to || to - from > MAX_KEY_BYTES) refuse();
      let hash = state;
      if (written === 0) keys.begin();
      else {
        keys.put(SEPARATOR);
        hash = step(hash, SEPARATOR);
      }
      let ascii = true;
      for (let at = from; at < to; at++) {
        const byte = given[at]!;
        if (byte < SPACE || byte === DELETE) refuse();
        if (byte >= ASCII) ascii = false;
        keys.put(byte);
        hash = step(hash, byte);
      }
      if (!ascii && !isUtf8(given.subarray(from, to))) refuse();
      state = hash;
      if (++written === columns.length) endRow();
    },
    find(key) {
      const sought = Buffer.from(key.join(KEY_SEPARATOR));
      let hash = START;
      for (let at = 0; at < sought.length; at++) hash = step(hash, sought[at]!);
      return (slots[slotOf(mix(hash), sought, 0, sought.length)]! & ofRow) - 1;
    },
    key: (at) =>
      Buffer.from(keys.at(at))
        .toString()
        .split(KEY_SEPARATOR)
        .map((value, i) => (columns[i]!.type === "integer" ? Number(value) : value)),
    accept(end) {
      if (row < end) throw new RangeError(`row ${row} has no key`);
    },
  };
};
