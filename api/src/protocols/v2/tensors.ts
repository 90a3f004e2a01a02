import type { ManifestFeature, NumberColumn } from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import { fillBatch, type Batch } from "../../serving/signature/batch.js";
import { columnsOf } from "../../serving/signature/columns.js";
import { NumberList } from "../../serving/signature/number-list.js";
import type { Signature } from "../../serving/signature/signature.js";
import { binaryElements, type BinaryTensor } from "./binary.js";
import { FLOATS, INTEGERS, type Elements, type Tensor } from "./tensor.js";

/**
 * Makes a batch of tensors: one `[rows, features]` of any name that no field has, or one `[rows]` or `[rows, 1]` per
 * feature; a feature that may be missing can be left out. Fields that say whom a row is about are more of these, `[rows]` or
 * `[rows, 1]`.
 *
 * @throws ProblemError
 */
export const batchOfTensors = (
  signature: Signature,
  tensors: readonly (Tensor | BinaryTensor)[],
): Batch => {
  const { names, about } = signature;
  const [first, ...others] = tensors.filter(({ name }) => !about.includes(name));
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
  const nameAt = (position: number) => names[position] ?? about[position - names.length];
  const rows = tensors[0]?.shape[0] ?? 0;
  const columns = order.map((index, position) =>
    index === -1 ? undefined : columnOf(tensors[index]!, rows, nameAt(position)),
  );
  return fillBatch(signature, {
    rows,
    cell: (row, position) =>
      position >= names.length
        ? columns[position]?.at(row)
        : asTyped(signature.type(position), columns[position]?.at(row)),
    numbers: (position) =>
      signature.type(position) === "boolean" ? undefined : columns[position]?.numbers?.(0, 1),
  });
};

/** A boolean and the numbers 0 and 1 are each other, since a tensor of rows has one datatype for all features. */
const asTyped = (type: ManifestFeature["type"], value: unknown): unknown => {
  if (type === "boolean") return value === 1 || value === 0 ? value === 1 : value;
  return typeof value === "boolean" ? Number(value) : value;
};

/** Reads a tensor of one element per row. */
const columnOf = (tensor: Tensor | BinaryTensor, rows: number, feature?: string) => {
  const { shape, datatype } = tensor;
  if (shape[0] !== rows || (shape[1] ?? 1) !== 1)
    throw new ProblemError("TENSOR_INVALID", { feature });
  const elements = elementsOf(tensor, rows, 1, feature);
  const read = ELEMENT[datatype];
  return {
    at: (row: number): unknown => read(elements.at(row), feature, row),
    numbers: elements.numbers,
  };
};

// Clients name it as they like: MLServer's codec input-1, KServe's documentation input-0.
const isRows = (signature: Signature, { name, shape }: Tensor): boolean =>
  shape.length === 2 && signature.position(name) === -1;

const batchOfRows = (
  signature: Signature,
  tensor: Tensor | BinaryTensor,
  about: readonly (Tensor | BinaryTensor)[],
): Batch => {
  const { shape, datatype } = tensor;
  const width = signature.names.length;
  const [rows = 0, columns] = shape;
  if (columns !== width) throw new ProblemError("TENSOR_INVALID");
  const columnsAbout = signature.about.map((name) => {
    const [of, ...more] = about.filter((candidate) => candidate.name === name);
    if (more.length > 0) throw new ProblemError("FIELD_TWICE", { feature: name });
    return of === undefined ? () => undefined : columnOf(of, rows, name).at;
  });
  const elements = elementsOf(tensor, rows, width);
  const read = ELEMENT[datatype];
  return fillBatch(signature, {
    rows,
    cell: (row, position) =>
      position >= width
        ? columnsAbout[position - width]!(row)
        : asTyped(
            signature.type(position),
            read(elements.at(row * width + position), signature.names[position], row),
          ),
    numbers: (position) =>
      signature.type(position) === "boolean" ? undefined : elements.numbers?.(position, width),
  });
};

/** The elements of a tensor; data may be nested as its shape is, or flat. */
const elementsOf = (
  tensor: Tensor | BinaryTensor,
  rows: number,
  columns: number,
  feature?: string,
): Elements => {
  if ("bytes" in tensor) return binaryElements(tensor, rows * columns, feature);
  const { datatype } = tensor;
  const list = tensor.data ?? [];
  if (list instanceof NumberList && isOf(list, rows, columns))
    return {
      at: (index) => list.at(index),
      numbers(from, step) {
        const column = { values: list.values, from, step };
        return areAllowed(datatype, column) ? column : undefined;
      },
    };
  const data = list instanceof NumberList ? list.arrays() : list;
  const nested = data.length === rows && data.every(Array.isArray);
  if (nested && data.some((row) => (row as readonly unknown[]).length !== columns))
    throw new ProblemError("TENSOR_INVALID", { feature });
  const flat = nested ? data.flat() : data;
  if (flat.length !== rows * columns) throw new ProblemError("TENSOR_INVALID", { feature });
  return { at: (index) => flat[index] };
};

/** Whether all numbers are ones of a datatype, or missing. */
const areAllowed = (
  datatype: Tensor["datatype"],
  { values, from, step }: NumberColumn,
): boolean => {
  if ((FLOATS as readonly string[]).includes(datatype)) return true;
  if (!(INTEGERS as readonly string[]).includes(datatype)) return false;
  for (let at = from; at < values.length; at += step)
    if (!Number.isInteger(values[at]!) && Number.isFinite(values[at]!)) return false;
  return true;
};

const isOf = ({ values, width, length }: NumberList, rows: number, columns: number): boolean =>
  width === undefined ? values.length === rows * columns : width === columns && length === rows;

/** Reads an element of a feature's tensor, or of the subjects'. */
type Read = (element: unknown, feature: string | undefined, row: number) => unknown;

const wrong = (feature: string | undefined, row: number, expected: string): ProblemError =>
  new ProblemError("TENSOR_INVALID", { feature, row: row + 1, expected });

const whole: Read = (element, feature, row) => {
  if (typeof element === "number" && Number.isFinite(element) && !Number.isInteger(element))
    throw wrong(feature, row, "a whole number, as the datatype says");
  return element;
};

const truth: Read = (element, feature, row) => {
  if (element === null) return null;
  if (typeof element !== "boolean")
    throw wrong(feature, row, "true or false, as the datatype says");
  return element;
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
