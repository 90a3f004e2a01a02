import * as wire from "./wire.js";

/** Numbers of types in ONNX. */
export const TYPES = { uint8: 2, int64: 7, text: 8, double: 11 } as const;
export type TensorType = keyof typeof TYPES;

/** Values of one type with a shape. */
export interface Tensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** Of the values: one field, or one for each text. */
  readonly data: wire.Message;
}

const RAW = 9;
const TEXTS = 6;

/** A tensor of doubles. @param shape default: a list */
export const doubles = (values: ArrayLike<number>, shape = [values.length]): Tensor => {
  const raw = Buffer.alloc(values.length * 8);
  for (let i = 0; i < values.length; i++) raw.writeDoubleLE(values[i]!, i * 8);
  return { type: "double", shape, data: wire.bytes(RAW, raw) };
};

/** A list of whole numbers, of which some may be negative. */
export const wholes = (values: readonly number[]): Tensor => {
  const raw = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => raw.writeBigInt64LE(BigInt(value), i * 8));
  return { type: "int64", shape: [values.length], data: wire.bytes(RAW, raw) };
};

/** A list of whole numbers from 0 to 255. */
export const octets = (values: Uint8Array): Tensor => ({
  type: "uint8",
  shape: [values.length],
  data: wire.bytes(RAW, values),
});

/** A list of texts. */
export const texts = (values: readonly string[]): Tensor => ({
  type: "text",
  shape: [values.length],
  data: values.flatMap((value) => wire.text(TEXTS, value)),
});

/** The message of a tensor. @param name of an initializer. Default: it is that of an attribute */
export const tensorMessage = ({ type, shape, data }: Tensor, name?: string): wire.Message => [
  ...wire.integers(1, shape),
  ...wire.integer(2, TYPES[type]),
  ...(name === undefined ? [] : wire.text(8, name)),
  ...data,
];
