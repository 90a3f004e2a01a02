import { Refusal } from "../refusal.js";
import { fillBatch, type Batch } from "./batch.js";
import type { Signature } from "./signature.js";

/**
 * Finds the column of each feature, and after them that of whom the rows are about.
 *
 * @throws Refusal for a column that is neither or stands twice, and for one that is not there
 */
export const columnsOf = (signature: Signature, columns: readonly string[]): readonly number[] => {
  const { names, person } = signature;
  const found = Array.from({ length: names.length + (person === undefined ? 0 : 1) }, () => -1);
  columns.forEach((name, column) => {
    const position = signature.position(name);
    if (position === -1) throw new Refusal("FIELD_UNKNOWN");
    if (found[position] !== -1) throw new Refusal("FIELD_TWICE", { feature: name });
    found[position] = column;
  });
  if (person !== undefined && found.at(-1) === -1)
    throw new Refusal("SUBJECT_MISSING", { feature: person.name });
  const absent = found.indexOf(-1);
  if (absent !== -1) throw new Refusal("FEATURE_MISSING", { feature: names[absent] });
  return found;
};

/**
 * Makes a batch of rows that are arrays.
 *
 * @param columns where each field lies in a row. Default: the features in the model's order, and nobody's name
 * @param valueOf turns a feature's cell into a value of JSON. Default: it is one
 * @throws Refusal
 */
export const batchOfArrays = (
  signature: Signature,
  rows: readonly unknown[],
  columns: readonly number[] = signature.names.map((_, position) => position),
  valueOf: (cell: unknown) => unknown = (cell) => cell,
): Batch => {
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== columns.length)
      throw new Refusal("ROW_INVALID", { row: i + 1 });
  });
  const cells = rows as readonly (readonly unknown[])[];
  const width = signature.names.length;
  return fillBatch(signature, rows.length, (row, position) => {
    const cell = cells[row]![columns[position]!];
    return position === width ? cell : valueOf(cell);
  });
};

/** Makes a batch of an object with one array a field. @throws Refusal */
export const batchOfColumns = (
  signature: Signature,
  columns: Readonly<Record<string, unknown>>,
): Batch => {
  const arrays = Object.values(columns);
  const order = columnsOf(signature, Object.keys(columns));
  if (!arrays.every(Array.isArray)) throw new Refusal("BODY_SHAPE_INVALID");
  const lists = order.map((column) => arrays[column] as readonly unknown[]);
  const rows = lists[0]?.length ?? 0;
  if (lists.some(({ length }) => length !== rows)) throw new Refusal("BODY_SHAPE_INVALID");
  return fillBatch(signature, rows, (row, position) => lists[position]![row]);
};
