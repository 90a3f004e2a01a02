import { ProblemError } from "../../http/problem/problem-error.js";
import { textOf } from "../rows/text.js";
import type { Elements, Tensor } from "./tensor.js";

/** The header with the length of a body's JSON; the bytes of tensors follow it. */
export const BINARY_HEADER = "inference-header-content-length";

/**
 * Splits a body into its JSON and the bytes behind it.
 *
 * @param header how many bytes of JSON there are. Default: all of them
 * @throws ProblemError `BINARY_HEADER_INVALID`
 */
export const splitBody = (body: Uint8Array, header: string | undefined) => {
  if (header === undefined) return { json: body, bytes: body.subarray(body.length) };
  const length = /^\d{1,15}$/.test(header) ? Number(header) : NaN;
  if (!(length >= 1 && length <= body.length)) throw new ProblemError("BINARY_HEADER_INVALID");
  return { json: body.subarray(0, length), bytes: body.subarray(length) };
};

/** A tensor whose elements are bytes. */
export interface BinaryTensor extends Tensor {
  readonly bytes: Uint8Array;
}

/**
 * Gives each tensor the bytes that it says are its own, in the order of the tensors.
 *
 * @throws ProblemError `BINARY_SIZE_INVALID` when they do not add up, `BODY_SHAPE_INVALID` for a tensor without any data
 */
export const withBytes = (
  tensors: readonly Tensor[],
  bytes: Uint8Array,
): readonly (Tensor | BinaryTensor)[] => {
  let at = 0;
  const filled = tensors.map((tensor) => {
    const { data, parameters } = tensor;
    const size = parameters?.["binary_data_size"] ?? undefined;
    const listed = data !== undefined && data !== null;
    if (size === undefined && !listed) throw new ProblemError("BODY_SHAPE_INVALID");
    if (size === undefined) return tensor;
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0 || listed)
      throw new ProblemError("BINARY_SIZE_INVALID");
    const own = bytes.subarray(at, at + size);
    at += size;
    return { ...tensor, bytes: own };
  });
  if (at !== bytes.length) throw new ProblemError("BINARY_SIZE_INVALID");
  return filled;
};

type ReadNumber = (view: DataView, at: number) => number;

// Rounds once, as a number of JSON is rounded.
const wide = (high: number, low: number): number => high * 2 ** 32 + low;

const half = (bits: number): number => {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const sign = bits < 0x8000 ? 1 : -1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/** Bytes of a number and how it is read; NaN is a missing value. */
const NUMBERS: Readonly<
  Record<Exclude<Tensor["datatype"], "BYTES" | "BOOL">, readonly [bytes: number, read: ReadNumber]>
> = {
  INT8: [1, (view, at) => view.getInt8(at)],
  INT16: [2, (view, at) => view.getInt16(at, true)],
  INT32: [4, (view, at) => view.getInt32(at, true)],
  INT64: [8, (view, at) => wide(view.getInt32(at + 4, true), view.getUint32(at, true))],
  UINT8: [1, (view, at) => view.getUint8(at)],
  UINT16: [2, (view, at) => view.getUint16(at, true)],
  UINT32: [4, (view, at) => view.getUint32(at, true)],
  UINT64: [8, (view, at) => wide(view.getUint32(at + 4, true), view.getUint32(at, true))],
  FP16: [2, (view, at) => half(view.getUint16(at, true))],
  FP32: [4, (view, at) => view.getFloat32(at, true)],
  FP64: [8, (view, at) => view.getFloat64(at, true)],
};

/** Reads every `step`-th number from one on. */
type FillNumbers = (view: DataView, values: Float64Array, from: number, step: number) => void;

// Each in a loop of its own: a loop for all would make an object of every number.
const FILL: Readonly<Partial<Record<Tensor["datatype"], FillNumbers>>> = {
  FP64(view, values, from, step) {
    for (let i = 0, at = 8 * from; i < values.length; i++, at += 8 * step)
      values[i] = view.getFloat64(at, true);
  },
  FP32(view, values, from, step) {
    for (let i = 0, at = 4 * from; i < values.length; i++, at += 4 * step)
      values[i] = view.getFloat32(at, true);
  },
  INT64(view, values, from, step) {
    for (let i = 0, at = 8 * from; i < values.length; i++, at += 8 * step)
      values[i] = wide(view.getInt32(at + 4, true), view.getUint32(at, true));
  },
};

/**
 * The elements of a binary tensor, as the JSON of the same tensor has them. One is read when it is needed, and numbers by
 * columns: never are all bytes unfolded into something larger.
 *
 * @param count how many there must be
 * @throws ProblemError `TENSOR_INVALID` when the bytes are not those of so many elements
 */
export const binaryElements = (
  { datatype, bytes }: BinaryTensor,
  count: number,
  feature: string | undefined,
): Elements => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (datatype === "BYTES") return texts(bytes, view, count, feature);
  const [size, read] = datatype === "BOOL" ? [1] : NUMBERS[datatype];
  if (bytes.length !== count * size) throw new ProblemError("TENSOR_INVALID", { feature });
  if (read === undefined) return { at: (index) => [false, true][view.getUint8(index)] };
  return {
    at(index) {
      const value = read(view, index * size);
      return Number.isNaN(value) ? null : value;
    },
    numbers(from, step) {
      const values = new Float64Array(Math.ceil((count - from) / step));
      const fill = FILL[datatype];
      if (fill !== undefined) fill(view, values, from, step);
      else
        for (let i = 0, at = from; i < values.length; i++, at += step)
          values[i] = read(view, at * size);
      return { values, from: 0, step: 1 };
    },
  };
};

const LENGTH_BYTES = 4;

const texts = (
  bytes: Uint8Array,
  view: DataView,
  count: number,
  feature: string | undefined,
): Elements => {
  const wrong = () => new ProblemError("TENSOR_INVALID", { feature });
  if (count * LENGTH_BYTES > bytes.length) throw wrong();
  const starts = new Uint32Array(count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + LENGTH_BYTES > bytes.length) throw wrong();
    starts[index] = at + LENGTH_BYTES;
    at += LENGTH_BYTES + view.getUint32(at, true);
  }
  if (at !== bytes.length) throw wrong();
  return {
    at(index) {
      const start = starts[index]!;
      return textOf(bytes.subarray(start, start + view.getUint32(start - LENGTH_BYTES, true)));
    },
  };
};
