import { Refusal } from "../refusal.js";
import type { Signature } from "./signature.js";

/** Rows that a batch may have at most. */
export const MAX_ROWS = 1_000_000;

/** Rows of features one after another, in the model's order; NaN is a missing value. */
export type Batch = Float64Array;

/** Makes a batch of zeros. @throws Refusal `ROWS_TOO_MANY` */
export const emptyBatch = ({ names }: Signature, rows: number): Batch => {
  if (rows > MAX_ROWS) throw new Refusal("ROWS_TOO_MANY");
  return new Float64Array(rows * names.length);
};

/**
 * Makes a batch of cells that lie in any layout.
 *
 * @param cell the value of a feature in a row, both counted from 0
 * @throws Refusal for the first row that the signature refuses
 */
export const fillBatch = (
  signature: Signature,
  rows: number,
  cell: (row: number, position: number) => unknown,
): Batch => {
  const width = signature.names.length;
  const batch = emptyBatch(signature, rows);
  for (let row = 0; row < rows; row++)
    for (let position = 0; position < width; position++)
      batch[row * width + position] = signature.read(position, cell(row, position), row + 1);
  return batch;
};
