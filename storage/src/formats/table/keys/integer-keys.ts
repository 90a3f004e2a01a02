import { indexIds } from "./id-index.js";
import type { IndexedKeys } from "./indexed-keys.js";

/** Keys of one column of whole numbers. */
export interface IntegerKeys extends IndexedKeys {
  readonly type: "integer";
  /** A reader fills it; NaN for a key that is missing. */
  readonly ids: Float64Array;
}

/** Makes the keys of a table whose only key column is a whole number. */
export const integerKeys = (rows: number): IntegerKeys => {
  const ids = new Float64Array(rows);
  const index = indexIds(ids, 0);
  let accepted = 0;
  return {
    type: "integer",
    ids,
    find: ([id]) => index.find(id as number),
    key: (row) => [ids[row]!],
    accept(end) {
      for (let row = accepted; row < end; row++)
        if (!Number.isSafeInteger(ids[row])) throw new RangeError(`row ${row} has no integer id`);
      index.add(end);
      accepted = end;
    },
  };
};
