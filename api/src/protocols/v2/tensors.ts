import { z } from "zod";

import { Refusal } from "../../refusal.js";
import { fillBatch, type Batch } from "../../signature/batch.js";
import { columnsOf } from "../../signature/columns.js";
import type { Signature } from "../../signature/signature.js";

const INTEGERS = [
  "INT8",
  "INT16",
  "INT32",
  "INT64",
  "UINT8",
  "UINT16",
  "UINT32",
  "UINT64",
] as const;
const FLOATS = ["FP16", "FP32", "FP64"] as const;

/** Datatypes of numbers, which features are. */
export const NUMBERS = ["BOOL", ...INTEGERS, ...FLOATS] as const;

/** What may be said of a request, a tensor or an output beside what the protocol knows. */
export const Parameters = z.record(z.string(), z.unknown()).nullish();

/** A tensor of a request. Its numbers are taken as they are written, whatever precision the datatype names. */
export const Tensor = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()).min(1).max(2),
  datatype: z.enum([...NUMBERS, "BYTES"]),
  parameters: Parameters,
  data: z.custom<readonly unknown[]>(Array.isArray).meta({
    type: "array",
    description: "Flat in row-major order, or nested as the shape is; null is a missing value.",
  }),
});
export type Tensor = z.infer<typeof Tensor>;

/**
 * Makes a batch of one tensor `[rows, features]` of any name that no field has, or of one tensor `[rows]` or `[rows, 1]` a
 * feature, which those that may be missing can do without; beside them lies one tensor `[rows]` or `[rows, 1]` of whom
 * the rows are about.
 *
 * @throws Refusal
 */
export const batchOfTensors = (signature: Signature, tensors: readonly Tensor[]): Batch => {
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
const columnOf = ({ shape, datatype, data }: Tensor, rows: number, feature?: string) => {
  if (shape[0] !== rows || (shape[1] ?? 1) !== 1) throw new Refusal("TENSOR_INVALID", { feature });
  const values = elements(data, rows, 1, feature);
  const read = ELEMENT[datatype];
  return (row: number): unknown => read(values[row], feature, row);
};

// Clients name it as they like: MLServer's codec input-1, KServe's documentation input-0.
const isRows = (signature: Signature, { name, shape }: Tensor): boolean =>
  shape.length === 2 && signature.position(name) === -1;

const batchOfRows = (
  signature: Signature,
  { shape, datatype, data }: Tensor,
  [people, ...more]: readonly Tensor[],
): Batch => {
  const width = signature.names.length;
  const [rows = 0, columns] = shape;
  if (columns !== width) throw new Refusal("TENSOR_INVALID");
  if (more.length > 0) throw new Refusal("FIELD_TWICE", { feature: signature.person?.name });
  const personAt = people === undefined ? () => undefined : columnOf(people, rows);
  const values = elements(data, rows, width);
  const read = ELEMENT[datatype];
  return fillBatch(signature, rows, (row, position) =>
    position === width
      ? personAt(row)
      : read(values[row * width + position], signature.names[position], row),
  );
};

/** The elements of a tensor in row-major order; data may be nested as its shape is, or flat. */
const elements = (
  data: readonly unknown[],
  rows: number,
  columns: number,
  feature?: string,
): readonly unknown[] => {
  const nested = data.length === rows && data.every(Array.isArray);
  if (nested && data.some((row) => (row as readonly unknown[]).length !== columns))
    throw new Refusal("TENSOR_INVALID", { feature });
  const flat = nested ? data.flat() : data;
  if (flat.length !== rows * columns) throw new Refusal("TENSOR_INVALID", { feature });
  return flat;
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
