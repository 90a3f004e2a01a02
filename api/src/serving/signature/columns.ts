import { ProblemError } from "../../http/problem/problem-error.js";
import { fillBatch, type Batch } from "./batch.js";
import { NumberList } from "./number-list.js";
import { fieldsOf, type Signature } from "./signature.js";

/**
 * Finds the column of each feature, and then of each field that says whom a row is about; -1 for a feature that is left out because it may
 * be missing.
 *
 * @throws ProblemError for a column that is unknown or comes twice, and for one that is needed and missing
 */
export const columnsOf = (signature: Signature, columns: readonly string[]): readonly number[] => {
  const { names, about, subject } = signature;
  const found = Array.from({ length: names.length + about.length }, () => -1);
  columns.forEach((name, column) => {
    const position = signature.position(name);
    if (position === -1) {
      if (signature.others === "ignored") return;
      throw new ProblemError("FIELD_UNKNOWN", { expected: fieldsOf(signature) });
    }
    if (found[position] !== -1) throw new ProblemError("FIELD_TWICE", { feature: name });
    found[position] = column;
  });
  const nobody = about.find((_, at) => found[names.length + at] === -1);
  if (nobody !== undefined)
    throw new ProblemError(subject === undefined ? "KEY_MISSING" : "SUBJECT_MISSING", {
      feature: nobody,
    });
  names.forEach((feature, position) => {
    if (found[position] === -1 && !signature.optional(position))
      throw new ProblemError("FEATURE_MISSING", {
        feature,
        expected: signature.expected(position),
      });
  });
  return found;
};

/** Makes a batch of rows that are arrays of the features, in the model's order, which have no subject and no key. @throws ProblemError */
export const batchOfArrays = (signature: Signature, rows: readonly unknown[] | NumberList): Batch =>
  batchOfTable(signature, signature.names, rows);

/**
 * Makes a batch of rows that are arrays under a header.
 *
 * @param columns the name of each cell of a row
 * @param valueOf turns a cell of the field at a position into a value of JSON. Default: it is one
 * @throws ProblemError
 */
export const batchOfTable = (
  signature: Signature,
  columns: readonly string[],
  rows: readonly unknown[] | NumberList,
  valueOf: (cell: unknown, position: number) => unknown = (cell) => cell,
): Batch => {
  const order = columnsOf(signature, columns);
  const { length } = columns;
  if (rows instanceof NumberList && rows.width === length)
    return fillBatch(signature, {
      rows: rows.length,
      cell: (row, position) => {
        const column = order[position]!;
        return column === -1 ? undefined : rows.at(row * length + column);
      },
      numbers: (position) => (order[position] === -1 ? undefined : rows.column(order[position]!)),
    });
  const cells = (rows instanceof NumberList ? rows.arrays() : rows) as readonly unknown[][];
  cells.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== length)
      throw new ProblemError("ROW_INVALID", { row: i + 1, expected: `${length} values` });
  });
  return fillBatch(signature, {
    rows: cells.length,
    cell: (row, position) => {
      const column = order[position]!;
      return column === -1 ? undefined : valueOf(cells[row]![column], position);
    },
  });
};

/** Makes a batch of an object with one array per field. @throws ProblemError */
export const batchOfColumns = (
  signature: Signature,
  columns: Readonly<Record<string, unknown>>,
): Batch => {
  const arrays = Object.values(columns).map((list) => (hasRows(list) ? list.arrays() : list));
  const order = columnsOf(signature, Object.keys(columns));
  const first = arrays[order.find((column) => column !== -1) ?? 0];
  const rows = isList(first) ? first.length : 0;
  const lists = order.map((column, position) => {
    if (column === -1) return undefined;
    const list = arrays[column];
    if (isList(list) && list.length === rows) return list;
    throw new ProblemError("BODY_SHAPE_INVALID", {
      feature: signature.names[position] ?? signature.about[position - signature.names.length],
      expected: "a list as long as those of the other features",
    });
  });
  return fillBatch(signature, {
    rows,
    cell: (row, position) => {
      const list = lists[position];
      return list instanceof NumberList ? list.at(row) : list?.[row];
    },
    numbers: (position) => {
      const list = lists[position];
      return list instanceof NumberList ? list.column(0) : undefined;
    },
  });
};

const isList = (value: unknown): value is readonly unknown[] | NumberList =>
  Array.isArray(value) || value instanceof NumberList;

const hasRows = (list: unknown): list is NumberList =>
  list instanceof NumberList && list.width !== undefined;
