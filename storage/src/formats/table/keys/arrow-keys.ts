import type { ArrowTarget, ArrowValues } from "../arrow/body.js";
import { isNull } from "../arrow/validity.js";
import { digitsOf } from "./digits.js";
import type { KeyColumn } from "./key.js";
import type { TableKeys } from "./table-keys.js";

/** Reads the key columns of the batches of an Arrow file. */
export interface ArrowKeys {
  /** Where the values of the next batch go, one for each key column. */
  targets(start: number, end: number): readonly ArrowTarget[];
  /**
   * Turns values of a batch into keys.
   *
   * @param values of the batch, those of the key columns first
   * @param start the batch's first row
   * @throws RangeError for a key that is none
   */
  decode(values: readonly ArrowValues[], start: number, from: number, end: number): void;
}

/** Fills the keys of a table from batches. Keys that are whole numbers are decoded in place. */
export const arrowKeys = (keys: TableKeys, columns: readonly KeyColumn[]): ArrowKeys => {
  if (keys.type === "integer") {
    const { ids } = keys;
    return {
      targets: (start, end) => [new Uint8Array(ids.buffer, start * 8, (end - start) * 8)],
      decode(values, start, from, end) {
        decodeIds(ids, values[0]!.validity, start, from, end);
      },
    };
  }

  let integers: readonly (Float64Array | undefined)[] = [];
  const writeRow = (values: readonly ArrowValues[], at: number, row: number): void => {
    for (let i = 0; i < columns.length; i++) {
      const { validity, text } = values[i]!;
      if (validity !== undefined && isNull(validity, at))
        throw new RangeError(`row ${row} has no key`);
      if (text !== undefined) {
        const { offsets, bytes } = text;
        if (offsets[at]! < 0 || offsets[at + 1]! > bytes.length)
          throw new RangeError(`row ${row} has no key`);
        keys.write(bytes, offsets[at]!, offsets[at + 1]!);
      } else {
        const digits = Buffer.from(digitsOf(integers[i]![at]!, row));
        keys.write(digits, 0, digits.length);
      }
    }
  };
  return {
    targets(start, end) {
      integers = columns.map(({ type }) =>
        type === "integer" ? new Float64Array(end - start) : undefined,
      );
      return integers.map((ids) => (ids === undefined ? "text" : new Uint8Array(ids.buffer)));
    },
    decode(values, start, from, end) {
      integers.forEach((ids, i) => {
        if (ids !== undefined) decodeIds(ids, values[i]!.validity, 0, from - start, end - start);
      });
      for (let row = from; row < end; row++) writeRow(values, row - start, row);
    },
  };
};

/** Converts int64 values to doubles in place: the array's bytes hold the integers before. */
const decodeIds = (
  ids: Float64Array,
  validity: Uint8Array | undefined,
  start: number,
  from: number,
  end: number,
): void => {
  const halves = new Int32Array(ids.buffer);
  for (let row = from; row < end; row++)
    ids[row] =
      validity !== undefined && isNull(validity, row - start)
        ? NaN
        : halves[2 * row + 1]! * 2 ** 32 + (halves[2 * row]! >>> 0);
};
