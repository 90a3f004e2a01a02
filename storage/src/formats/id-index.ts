/** Finds the row of an id in constant time and about 7 bytes a row, where a `Map` of ten million ids takes 800 MB. */
export interface IdIndex {
  /** The row of an id, or -1. */
  readonly find: (id: number) => number;
}

/**
 * Indexes ids by open addressing: a slot holds row + 1, and 0 ends a probe.
 *
 * @param ids safe integers, one a row
 * @throws RangeError when an id stands twice
 */
export const indexIds = (ids: Float64Array): IdIndex => {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, ids.length * 1.5))));
  const mask = slots.length - 1;

  const slotOf = (id: number): number => {
    let slot = hash(id) & mask;
    for (;;) {
      const row = slots[slot]!;
      if (row === 0 || ids[row - 1] === id) return slot;
      slot = (slot + 1) & mask;
    }
  };

  for (let row = 0; row < ids.length; row++) {
    const slot = slotOf(ids[row]!);
    if (slots[slot] !== 0)
      throw new RangeError(`rows ${slots[slot]! - 1} and ${row} have the same id`);
    slots[slot] = row + 1;
  }
  return { find: (id) => slots[slotOf(id)]! - 1 };
};

// The finaliser of MurmurHash3 over both halves of the integer: neighbouring ids must not share a probe run.
const hash = (id: number): number => {
  let bits = (id | 0) ^ Math.imul((id / 2 ** 32) | 0, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
};
