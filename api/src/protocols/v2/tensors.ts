import { Refusal } from "../../refusal.js";
import { fillBatch, type Batch } from "../../signature/batch.js";
import { columnsOf } from "../../signature/columns.js";
import type { Signature } from "../../signature/signature.js";
import { binaryElements, type BinaryTensor } from "./binary.js";
import { FLOATS, INTEGERS, type ElementAt, type Tensor } from "./tensor.js";

/**
 * Makes a batch of one tensor `[rows, features]` of any name that no field has, or of one tensor `[rows]` or `[rows, 1]` a
 * feature, which those that may be missing can do without; beside them lies one tensor `[rows]` or `[rows, 1]` of whom
 * the rows are about.
 *
 * @throws Refusal
 */
export const batchOfTensors = (
  signature: Signature,
  tensors: readonly (Tensor | BinaryTensor)[],
): Batch => {
  const { names, person } = signature;
  const [first, ...others] = tensors.filter(({ name }) => name !== person?.name);
  if (first !== undefined && others.length === 0 && isRows(signature, first))
    return batchOfRows(
      signature,
      first,
      tensors.filter((tensor) => tensor !== first),
    );

  const order = columnsOf(
    signature,
    tensors.map(({ name }) => name),
  );
  const rows = tensors[0]?.shape[0] ?? 0;
  const columns = order.map((index, position) =>
    index === -1 ? undefined : columnOf(tensors[index]!, rows, names[position]),
  );
  return fillBatch(signature, rows, (row, position) => columns[position]?.(row));
};

/** Reads a tensor of one element a row. */
const columnOf = (tensor: Tensor | BinaryTensor, rows: number, feature?: string) => {
  const { shape, datatype } = tensor;
  if (shape[0] !== rows || (shape[1] ?? 1) !== 1) throw new Refusal("TENSOR_INVALID", { feature });
  const elementAt = elements(tensor, rows, 1, feature);
  const read = ELEMENT[datatype];
  return (row: number): unknown => read(elementAt(row), feature, row);
};

// Clients name it as they like: MLServer's codec input-1, KServe's documentation input-0.
const isRows = (signature: Signature, { name, shape }: Tensor): boolean =>
  shape.length === 2 && signature.position(name) === -1;

const batchOfRows = (
  signature: Signature,
  tensor: Tensor | BinaryTensor,
  [people, ...more]: readonly Tensor[],
): Batch => {
  const { shape, datatype } = tensor;
  const width = signature.names.length;
  const [rows = 0, columns] = shape;
  if (columns !== width) throw new Refusal("TENSOR_INVALID");
  if (more.length > 0) throw new Refusal("FIELD_TWICE", { feature: signature.person?.name });
  const personAt = people === undefined ? () => undefined : columnOf(people, rows);
  const elementAt = elements(tensor, rows, width);
  const read = ELEMENT[datatype];
  return fillBatch(signature, rows, (row, position) =>
    position === width
      ? personAt(row)
      : read(elementAt(row * width + position), signature.names[position], row),
  );
};

/** The elements of a tensor; data may be nested as its shape is, or flat. */
const elements = (
  tensor: Tensor | BinaryTensor,
  rows: number,
  columns: number,
  feature?: string,
): ElementAt => {
  if ("bytes" in tensor) return binaryElements(tensor, rows * columns, feature);
  const data = tensor.data ?? [];
  const nested = data.length === rows && data.every(Array.isArray);
  if (nested && data.some((row) => (row as readonly unknown[]).length !== columns))
    throw new Refusal("TENSOR_INVALID", { feature });
  const flat = nested ? data.flat() : data;
  if (flat.length !== rows * columns) throw new Refusal("TENSOR_INVALID", { feature });
  return (index) => flat[index];
};

/** Reads an element of a feature's tensor, or of that of whom the rows are about. */
type Read = (element: unknown, feature: string | undefined, row: number) => unknown;

const wrong = (feature: string | undefined, row: number, expected: string): Refusal =>
  new Refusal("TENSOR_INVALID", { feature, row: row + 1, expected });

const whole: Read = (element, feature, row) => {
  if (typeof element === "number" && Number.isFinite(element) && !Number.isInteger(element))
    throw wrong(feature, row, "a whole number, as the datatype says");
  return element;
};

const truth: Read = (element, feature, row) => {
  if (element === null) return null;
  if (typeof element !== "boolean")
    throw wrong(feature, row, "true or false, as the datatype says");
  return Number(element);
};

const text: Read = (element, feature, row) => {
  if (element !== null && typeof element !== "string")
    throw wrong(feature, row, "a text, as the datatype says");
  return element;
};

const asIs: Read = (element) => element;

/** How an element of each datatype is read; `null` is a missing value in all of them. */
const ELEMENT = Object.fromEntries([
  ["BOOL", truth],
  ...INTEGERS.map((datatype) => [datatype, whole]),
  ...FLOATS.map((datatype) => [datatype, asIs]),
  ["BYTES", text],
]) as Readonly<Record<Tensor["datatype"], Read>>;
